// The options of `dataflow-graph run` as the command-line library hands them over, and their reading. Knows nothing
// about runs.
import { resolve } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { LogLevel } from '../base/logger.ts';
import { findOtlpProblem } from '../base/otlpAddress.ts';
import type { OtlpSettings } from '../protocol/telemetry.ts';
import { type TraceLevel, traceLevels } from '../protocol/trace.ts';
import type { ParameterOverride } from '../runtime/services/parameterOverrides.ts';

/** Options shared by everything that runs a graph. */
export interface CommonFlags {
  readonly param: readonly ParameterOverride[];
  readonly module: ReadonlyMap<string, string>;
  readonly cache?: string;
  readonly stateStore?: string;
  readonly responders?: string;
  readonly schema?: string;
  readonly env?: string;
  readonly timeout: number;
  readonly logLevel: LogLevel;
}

export interface RunFlags extends CommonFlags {
  readonly input?: string;
  readonly inputTopic: string;
  readonly repeat: number;
  readonly sourceTopic?: readonly string[];
  readonly sinkTopic?: string;
  readonly broker?: string;
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly host: string;
  readonly port?: number;
  readonly allowRemote?: boolean;
  readonly clock?: 'virtual' | 'wall';
  readonly late: 'accept' | 'drop';
  readonly maxHeld?: number;
  readonly trace: TraceLevel;
  readonly traceFile?: string;
  /** Where traces and metrics go; `env`: where the environment says. */
  readonly otlp?: string;
  readonly otlpHeader: Readonly<Record<string, string>>;
  readonly output: 'table' | 'ndjson';
  readonly seed: string;
  readonly faults?: string;
  readonly strict?: boolean;
  readonly hotReload?: boolean;
  /** File or reference by operation. */
  readonly compare: ReadonlyMap<string, string>;
  readonly compareRebuilt?: boolean;
  /** Seconds between two questions to the registry. */
  readonly followTags?: number;
}

const FROM_ENVIRONMENT = 'env';

export const outputForms: readonly RunFlags['output'][] = ['table', 'ndjson'];
export const clockKinds: readonly NonNullable<RunFlags['clock']>[] = ['virtual', 'wall'];
export const lateChoices: readonly RunFlags['late'][] = ['accept', 'drop'];
export const traceChoices: readonly TraceLevel[] = traceLevels;

/** Adds `node.key=value` to the overrides; the key is what stands after the last dot. Errors: OVERRIDE_INVALID. */
export function readParameter(text: string, before: readonly ParameterOverride[] = []): ParameterOverride[] {
  const match = /^(?:(?<node>[^=]+)\.)?(?<key>[^=.]+)=(?<value>.*)$/s.exec(text);
  const { node, key, value } = match?.groups ?? {};
  if (key === undefined || value === undefined)
    throw new AppError(
      'OVERRIDE_INVALID',
      `"${text}" is not node.key=value (or key=value for every operation that declares the key).`,
    );
  return [...before, { ...(node !== undefined && { node }), key, value }];
}

/** Adds `reference=path` to the map of modules; the path starts at the working directory. Errors: OVERRIDE_INVALID. */
export function readModule(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const split = text.indexOf('=');
  if (split <= 0 || split === text.length - 1)
    throw new AppError(
      'OVERRIDE_INVALID',
      `"${text}" is not reference=file, such as temperature:1.0.0=build/temperature.wasm.`,
    );
  return new Map([...before, [text.slice(0, split), readPath(text.slice(split + 1))]]);
}

/** Adds `operation=file` or `operation=reference` to what is compared; a file's path starts at the working directory. Errors: OVERRIDE_INVALID. */
export function readCompared(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const split = text.indexOf('=');
  const [operation, module] = [text.slice(0, split), text.slice(split + 1)];
  if (split <= 0 || module === '')
    throw new AppError(
      'OVERRIDE_INVALID',
      `"${text}" is not operation=file or operation=reference, such as convert=build/temperature.wasm or convert=temperature:1.1.0.`,
    );
  return new Map([...before, [operation, /\.wasm$/i.test(module) ? readPath(module) : module]]);
}

/** Reads the base address of an OTLP receiver, or `env`. Errors: USAGE. */
export function readOtlp(text: string): string {
  const problem = text === FROM_ENVIRONMENT ? undefined : findOtlpProblem(text);
  if (problem === undefined) return text;
  throw new AppError(
    'USAGE',
    `${problem} To take it from the environment variables OTEL_EXPORTER_OTLP_…, write "env".`,
  );
}

/** Adds `name=value` to the headers of OTLP requests. Errors: USAGE. */
export function readHeader(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const split = text.indexOf('=');
  if (split <= 0) throw new AppError('USAGE', `"${text}" is not name=value, such as x-api-key=secret.`);
  return { ...before, [text.slice(0, split)]: text.slice(split + 1) };
}

/** What the flags say about export by OpenTelemetry; absent when nothing. Errors: USAGE. */
export function otlpSettings({
  otlp,
  otlpHeader,
}: Pick<RunFlags, 'otlp' | 'otlpHeader'>): OtlpSettings | undefined {
  const hasHeaders = Object.keys(otlpHeader).length > 0;
  if (hasHeaders && (otlp === undefined || otlp === FROM_ENVIRONMENT))
    throw new AppError('USAGE', '--otlp-header needs an address with it: --otlp http://127.0.0.1:4318.');
  if (otlp === undefined) return undefined;
  return otlp === FROM_ENVIRONMENT ? {} : { endpoint: otlp, ...(hasHeaders && { headers: otlpHeader }) };
}

/** Reads a whole number of at least `least`. Errors: USAGE. */
export function readCount(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
      throw new AppError('USAGE', `"${text}" is not a whole number of at least ${String(least)}.`);
    return value;
  };
}

/** Reads a number above 0. Errors: USAGE. */
export function readSpeed(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new AppError('USAGE', `"${text}" is not a number above 0.`);
  return value;
}

/** Reads a TCP port, 0 for any free one. Errors: USAGE. */
export function readPort(text: string): number {
  const port = readCount(0)(text);
  if (port > 65_535) throw new AppError('USAGE', `"${text}" is not a port: ports end at 65535.`);
  return port;
}

/** Reads a path as people type it, from the working directory; elsewhere it would start at the graph's folder. */
export function readPath(text: string): string {
  return resolve(text);
}

/** Adds one text to a list. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
