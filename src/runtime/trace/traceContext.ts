// Reads and writes W3C Trace Context in the user properties of MQTT messages, by which a trace goes on from program to program
// (Trace Context for MQTT v5: `traceparent` and `tracestate`). Knows nothing about spans.
import type { UserProperty } from '../../protocol/message.ts';

/** The span that caused a message. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether whoever began the trace records it. */
  readonly isSampled: boolean;
  readonly state?: string;
}

const PARENT = 'traceparent';
const STATE = 'tracestate';
/** What Trace Context asks every program to pass on at least; longer ones may be left out. */
const MAX_STATE = 512;
// Later versions may add parts at the end; version 00 has none, and there is no version ff.
const FORM =
  /^(?!ff)(?<version>[\da-f]{2})-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?<more>-.*)?$/;

/** Whether there is one, valid or not. */
export function hasTraceContext(properties: readonly UserProperty[]): boolean {
  return properties.some(([key]) => key === PARENT);
}

/** Undefined without one, with several, or with one that is not valid. */
export function readTraceContext(properties: readonly UserProperty[]): TraceContext | undefined {
  // Looked for first, because nearly no message has one.
  if (!hasTraceContext(properties)) return undefined;
  const [parent = '', another] = valuesOf(properties, PARENT);
  const span = another === undefined ? readParent(parent) : undefined;
  if (!span) return undefined;
  const state = valuesOf(properties, STATE).join(',');
  return { ...span, ...(state !== '' && state.length <= MAX_STATE && { state }) };
}

function valuesOf(properties: readonly UserProperty[], name: string): string[] {
  return properties.filter(([key]) => key === name).map(([, value]) => value);
}

function readParent(text: string): Omit<TraceContext, 'state'> | undefined {
  const { version, traceId = '', spanId = '', flags = '', more } = FORM.exec(text)?.groups ?? {};
  if (version === undefined || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The properties with `context` in place of any that they had. */
export function writeTraceContext(
  properties: readonly UserProperty[],
  { traceId, spanId, isSampled, state }: TraceContext,
): UserProperty[] {
  const others = properties.filter(([key]) => key !== PARENT && key !== STATE);
  others.push([PARENT, `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`]);
  if (state !== undefined) others.push([STATE, state]);
  return others;
}
