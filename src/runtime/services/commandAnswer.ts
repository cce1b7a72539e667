// Reads the answer to a command: its status and what it says besides. Source: Azure IoT Operations SDKs, "Message Metadata" and "Error
// Model". Knows nothing about how answers come.
import { clockToMs, type HybridLogicalClock, parseClock } from '../../base/hybridLogicalClock.ts';
import type { RpcErrorKind } from '../../protocol/commandCalls.ts';
import type { UserProperty } from '../../protocol/message.ts';
import { RpcFailure } from './rpcFailure.ts';

/** An answer that says that the command was carried out; WIT `command-response`. */
export interface CommandAnswer {
  readonly payload: Uint8Array;
  /** Without the properties of the protocol. */
  readonly userData: readonly UserProperty[];
  readonly timestamp: HybridLogicalClock | undefined;
}

/** The user properties that the protocol gives a meaning in answers; all others are user data. */
const PROTOCOL_PROPERTIES = new Set([
  '__ts',
  '__stat',
  '__stMsg',
  '__srcId',
  '__apErr',
  '__propName',
  '__propVal',
  '__protVer',
  '__supProtMajVer',
  '__requestProtVer',
]);

/** How far an answer's time may be ahead of the run's. */
const MAX_DRIFT_MS = 60_000;

/** `nowMs`: session clock; undefined where it cannot be compared with the clocks of others. Throws {@link RpcFailure}. */
export function readAnswer(
  payload: Uint8Array,
  properties: readonly UserProperty[],
  nowMs: number | undefined,
): CommandAnswer {
  const marks = new Map(properties.filter(([key]) => PROTOCOL_PROPERTIES.has(key)));
  checkVersion(marks.get('__protVer'));
  const status = readStatus(marks);
  const timestamp = readTimestamp(marks.get('__ts'), nowMs);
  if (status !== 200 && status !== 204) throw failureOf(status, marks);
  if (status === 204 && payload.length > 0)
    throw new RpcFailure(
      'payload-invalid',
      'the answer has status 204 (no content) and content all the same',
    );
  return { payload, userData: properties.filter(([key]) => !PROTOCOL_PROPERTIES.has(key)), timestamp };
}

// WIT has no case for versions.
function checkVersion(version: string | undefined): void {
  if (version === undefined || /^1(\.\d+)?$/.test(version)) return;
  const message = `the answer speaks version "${version}" of the protocol (__protVer), operators speak 1.0`;
  throw new RpcFailure('unknown-error', message);
}

function readStatus(marks: ReadonlyMap<string, string>): number {
  const text = marks.get('__stat');
  if (text === undefined)
    throw new RpcFailure('header-missing', 'the answer has no user property __stat, which tells its status');
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new RpcFailure('header-invalid', `the answer's user property __stat, "${text}", is no status`);
}

function readTimestamp(text: string | undefined, nowMs: number | undefined): HybridLogicalClock | undefined {
  if (text === undefined) return undefined;
  const clock = parseClock(text);
  if (!clock)
    throw new RpcFailure(
      'header-invalid',
      `the answer's user property __ts, "${text}", is not <milliseconds>:<counter>:<node id>`,
    );
  if (nowMs !== undefined && clockToMs(clock) > nowMs + MAX_DRIFT_MS)
    throw new RpcFailure('state-invalid', `the answer's time, "${text}", is more than a minute ahead`);
  return clock;
}

function failureOf(status: number, marks: ReadonlyMap<string, string>): RpcFailure {
  const said = marks.get('__stMsg');
  const property = marks.get('__propName');
  const value = marks.get('__propVal');
  const about = property === undefined ? '' : ` about ${property}${value === undefined ? '' : ` "${value}"`}`;
  const message = `it answered with status ${String(status)}${about}${said === undefined ? '' : `: ${said}`}`;
  return new RpcFailure(kindOf(status, marks), message);
}

function kindOf(status: number, marks: ReadonlyMap<string, string>): RpcErrorKind {
  switch (status) {
    case 400:
      if (!marks.has('__propName')) return 'payload-invalid';
      return marks.has('__propVal') ? 'header-invalid' : 'header-missing';
    case 408:
      return 'timeout';
    case 415:
      return 'header-invalid';
    // Of earlier SDKs: the command refuses what it was asked.
    case 422:
      return 'invocation-exception';
    case 500:
      if (marks.get('__apErr')?.toLowerCase() === 'true') return 'execution-exception';
      return marks.has('__propName') ? 'internal-logic-error' : 'unknown-error';
    case 503:
      return 'state-invalid';
    default:
      return 'unknown-error';
  }
}
