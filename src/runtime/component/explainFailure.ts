// Sorts what a call into an operator threw: an error the operator reported, or a break-down after which its instance
// cannot be used again. Writes messages for people who wrote the operator. Knows nothing about graphs.
import type { ErrorCode } from '../../base/errors.ts';
import { describeError } from '../../base/errors.ts';
import { CallTimeout } from './callGuard.ts';
import { BadResult } from './dataModel.ts';
import { demangleSymbol } from './demangleSymbol.ts';
import type { SourcePlace } from './sourceLines/lineTable.ts';

/** Why a call failed. */
export interface OperatorFailure {
  readonly code: Extract<
    ErrorCode,
    'OPERATOR_ERROR' | 'OPERATOR_TRAP' | 'OPERATOR_TIMEOUT' | 'OPERATOR_BAD_RESULT'
  >;
  readonly message: string;
  /** WebAssembly frames with function names and, where the module tells them, places in the source; innermost first. */
  readonly stack?: string;
  /** Whether the instance must be replaced. */
  readonly isFatal: boolean;
}

/** What messages tell about the call's surroundings. */
export interface CallCircumstances {
  readonly limitMs: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  /** Where code of the module comes from; see `LoadedModule.placesOf`. */
  readonly placesOf?: (functionIndex: number, offset: number) => readonly SourcePlace[];
}

export function explainFailure(error: unknown, circumstances: CallCircumstances): OperatorFailure {
  const reported = readReportedError(error);
  if (reported !== undefined) return { code: 'OPERATOR_ERROR', message: reported, isFatal: false };
  if (error instanceof BadResult)
    return { code: 'OPERATOR_BAD_RESULT', message: error.message, isFatal: false };
  const frames = wasmFrames(error, circumstances);
  const stack = frames.length > 0 ? { stack: foldRepeats(frames.map(showFrame)).join('\n') } : {};
  if (error instanceof CallTimeout)
    return {
      code: 'OPERATOR_TIMEOUT',
      message: error.isByHand
        ? 'was stopped by hand while it ran'
        : `ran longer than its limit of ${String(circumstances.limitMs)} ms and was stopped`,
      ...stack,
      isFatal: true,
    };
  if (isInvalidText(error))
    return {
      code: 'OPERATOR_BAD_RESULT',
      message: 'returned or passed text that is not valid UTF-8',
      ...stack,
      isFatal: true,
    };
  return {
    code: 'OPERATOR_TRAP',
    message: `trapped: ${explainTrap(error)}${explainPlace(frames)}${explainMemory(circumstances)}`,
    ...stack,
    isFatal: true,
  };
}

// jco's glue throws the record of the error case of `result<_, error>` itself, or an error that has it as `payload`.
function readReportedError(thrown: unknown): string | undefined {
  const error = thrown instanceof Error && 'payload' in thrown ? thrown.payload : thrown;
  if (typeof error !== 'object' || error === null || error instanceof Error || !('message' in error))
    return undefined;
  return String(error.message);
}

function isInvalidText(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

// V8's wording and that of jco's glue on the left; what usually leads to it on the right.
const trapCauses: readonly (readonly [RegExp, string])[] = [
  [/unreachable/, 'it panicked or aborted (in Rust: panic, unwrap on nothing, failed allocation or index)'],
  [/memory access out of bounds|out of bounds memory access/, 'it reached outside its memory'],
  [/Maximum call stack|call stack exhausted/, 'it called itself too deeply'],
  [/divide by zero|remainder by zero/, 'it divided by zero'],
  [
    /integer overflow|divide result unrepresentable|float unrepresentable|invalid conversion to integer/,
    'a number did not fit',
  ],
  [
    /table index|out of bounds table|null function|signature mismatch|call type mismatch/,
    'it called a function that does not exist',
  ],
  [
    /content out-of-bounds|unaligned pointer|invalid variant/,
    'it passed a value that the interface does not allow',
  ],
  [/cannot enter component instance/, 'its instance was broken by an earlier failure'],
];

function explainTrap(error: unknown): string {
  const raw = describeError(error);
  const known = trapCauses.find(([pattern]) => pattern.test(raw));
  return known ? `${known[1]} [${raw}]` : raw;
}

// Close to its cap, an allocation is what failed, whatever the trap looks like.
function explainMemory({ memoryBytes, memoryLimitBytes }: CallCircumstances): string {
  if (memoryBytes < memoryLimitBytes * 0.9) return '';
  const mebibytes = (bytes: number): string => String(Math.round(bytes / 1024 / 1024));
  return `; its memory had grown to ${mebibytes(memoryBytes)} MiB, the limit is ${mebibytes(memoryLimitBytes)} MiB`;
}

interface Frame {
  readonly name: string;
  readonly index: string;
  readonly offset: string;
  readonly place: SourcePlace | undefined;
}

// "at name (wasm://wasm/0a1b2c3d:wasm-function[12]:0x34)".
function wasmFrames(error: unknown, { placesOf }: CallCircumstances): Frame[] {
  if (!(error instanceof Error) || !error.stack) return [];
  const frames = error.stack.matchAll(
    /^\s+at (?:(?<name>.*?) \()?wasm:[^\n]*?wasm-function\[(?<index>\d+)\]:(?<offset>0x[0-9a-f]+)/gm,
  );
  return [...frames].map(({ groups }) => {
    const { name = '', index = '', offset = '' } = groups ?? {};
    const places = placesOf?.(Number(index), Number(offset)) ?? [];
    // What a compiler put into a function of the person's own says most by its call there.
    return { name: demangleSymbol(name), index, offset, place: places.find(isOwn) ?? places[0] };
  });
}

/** "name (src/lib.rs:12:5)", or "name (function 12 at 0x34)" where nothing is known of the source. */
function showFrame({ name, index, offset, place }: Frame): string {
  const where = place ? showPlace(place) : `function ${index} at ${offset}`;
  return name === '' ? where : `${name} (${where})`;
}

function showPlace({ file, line, column }: SourcePlace): string {
  return [file, line, ...(column > 0 ? [column] : [])].join(':');
}

/** Of standard libraries and of crates: whoever wrote the operator looks for the line of their own. */
const foreignFile =
  /^\/rustc\/|[\\/]\.cargo[\\/](?:registry|git)[\\/]|[\\/]library[\\/](?:core|std|alloc)[\\/]|libc-(?:bottom|top)-half[\\/]/;

function isOwn({ file }: SourcePlace): boolean {
  return !foreignFile.test(file);
}

function explainPlace(frames: readonly Frame[]): string {
  const own = frames.find(({ place }) => place && isOwn(place))?.place;
  return own ? `, at ${showPlace(own)}` : '';
}

// A deep recursion is told in one line.
function foldRepeats(lines: readonly string[]): string[] {
  const folded: string[] = [];
  lines.forEach((line, index) => {
    if (line !== lines[index - 1]) folded.push(line);
    else if (!folded.at(-1)?.startsWith('… ')) folded.push('… repeated');
  });
  return folded;
}
