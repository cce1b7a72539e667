// The user properties with which the runtime marks messages; operators do not see them. Source: Azure IoT Operations,
// MQTT message metadata. Knows nothing about brokers.
import { type HybridLogicalClock, parseClock } from '../../base/hybridLogicalClock.ts';
import type { UserProperty } from '../../protocol/message.ts';

const TIMESTAMP = '__ts';
const PROTOCOL_VERSION = '__protVer';
const SOURCE_ID = '__srcId';

/** What the marks of an arriving message say. */
export interface ReadProperties {
  /** Without the marks. */
  readonly userProperties: readonly UserProperty[];
  /** From `__ts`; undefined without it or when it cannot be read. */
  readonly timestamp: HybridLogicalClock | undefined;
  /** The text of a `__ts` that cannot be read. */
  readonly malformedTimestamp: string | undefined;
}

/** Separates the runtime's marks from a message's own properties. */
export function readSystemProperties(properties: readonly UserProperty[]): ReadProperties {
  if (!properties.some(([key]) => key.startsWith('__')))
    return { userProperties: properties, timestamp: undefined, malformedTimestamp: undefined };
  const text = properties.find(([key]) => key === TIMESTAMP)?.[1];
  const timestamp = text === undefined ? undefined : parseClock(text);
  return {
    userProperties: properties.filter(([key]) => !isSystemProperty(key)),
    timestamp,
    malformedTimestamp: timestamp ? undefined : text,
  };
}

/** The properties of an outgoing message: its own and the marks. `timestamp` in `__ts` form; `sourceId` names the run. */
export function writeSystemProperties(
  properties: readonly UserProperty[],
  timestamp: string,
  sourceId: string,
): UserProperty[] {
  const own = properties.filter(([key]) => !isSystemProperty(key));
  return [...own, [TIMESTAMP, timestamp], [PROTOCOL_VERSION, '1.0'], [SOURCE_ID, sourceId]];
}

function isSystemProperty(key: string): boolean {
  return key === TIMESTAMP || key === PROTOCOL_VERSION || key === SOURCE_ID;
}
