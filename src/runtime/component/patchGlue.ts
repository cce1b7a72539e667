// Removes known defects and costs from the JavaScript that jco generates, by textual replacements whose number of hits
// is checked: when a new version of jco generates something else, the patch fails loudly instead of silently not
// applying. docs/decisions/0003-patch-jco-glue.md tells what each one is for. Knows nothing about operators.
import { SHORT_COPIES } from './shortCopies.ts';

/** The generated text is not what the patches were written for. */
export class GluePatchMismatch extends Error {
  override readonly name = 'GluePatchMismatch';
}

/** Name under which patched glue looks for {@link GlueHooks} among its imports. */
export const HOOKS_IMPORT = 'dataflow-graph:glue-hooks';

/** What the host learns from patched glue while it instantiates. */
export interface GlueHooks {
  /**
   * Called once per kind of resource the host owns: `handles` is jco's handle table (pairs of scope and representation,
   * preceded by one sentinel pair), `captures` maps a representation to the host's object.
   */
  readonly onResourceTables: (handles: number[], captures: Map<number, object>) => void;
}

interface Patch {
  readonly what: string;
  readonly pattern: RegExp;
  readonly replacement: string;
  /** Exact number of hits, or what there must be as many of; absent: any number, at least one. */
  readonly count?: number | RegExp;
  /** What shows that the glue has the feature: without it there need not be a hit. Absent: every glue has it. */
  readonly sign?: RegExp;
}

/** Glue of a component that shares resources with the host, as every operator does with its buffers. */
const HAS_RESOURCES = /HANDLE_TABLES\[|rscTable|captureTable|cabiHandle/;

/** Glue of a component whose parts call each other. */
const HAS_INNER_CALLS = /function _symmetricSyncGuestCall/;

/**
 * Takes asynchronous bookkeeping out of synchronous calls: nothing here is ever asynchronous. The short function stands in
 * front of the generated one, which stays under another name, so that the engine can inline it.
 */
function replaceFunction(name: string, parameters: string, body: string, sign?: RegExp): Patch {
  return {
    what: name,
    pattern: new RegExp(`function ${name}\\(${parameters}\\) \\{`, 'g'),
    replacement: `function ${name}(${parameters}) { ${body} }\nfunction ${name}_unused(${parameters}) {`,
    count: 1,
    ...(sign && { sign }),
  };
}

const SYNC_CALL = `const SYNC_CALL = [{
  enterSync() {}, exit() {}, resolve() {}, reject() {}, setErrored() {}, setCalleeIsAsync() {}, setReturnMemoryIdx() {},
  setReturnMemory() {}, setParentSubtask() {}, getParentSubtask() {}, mayBlock() { return false; }, id() { return 0; },
  componentIdx() { return 0; }, isResolvedState() { return true; }, isExited() { return true; },
}, 0];
const directImport = (_unused, lowering) => lowering.importFn;
`;

const CACHED_VIEW = `let viewed = undefined, probe = new Uint8Array(0);
const dataView = mem => mem === viewed && probe.length !== 0 ? dv : refreshView(mem);
const refreshView = mem => { viewed = mem; probe = new Uint8Array(mem.buffer); return dv = new DataView(mem.buffer); };
const bytesOf = mem => (dataView(mem), probe);
`;

const patches: readonly Patch[] = [
  {
    what: 'entry point',
    pattern: /^export function instantiate\(/gm,
    replacement: `${SYNC_CALL}${SHORT_COPIES}function instantiate(`,
    count: 1,
  },
  {
    what: 'utility export',
    pattern: /^export const _util = /gm,
    replacement: 'const _util = ',
    count: 1,
  },
  replaceFunction('createNewCurrentTask', 'args', 'return SYNC_CALL;'),
  replaceFunction('_withGlobalCurrentTaskMeta', 'args', 'return args.fn();'),
  replaceFunction('getCurrentTask', 'componentIdx, taskID', 'return undefined;', HAS_RESOURCES),
  replaceFunction('_getGlobalCurrentTaskMeta', 'componentIdx', 'return undefined;', HAS_RESOURCES),
  // Between the parts of a composed component, as JavaScript operators are: it asks for the tasks that are not kept above.
  replaceFunction(
    '_symmetricSyncGuestCallEnter',
    'callerComponentIdx, calleeIsAsync, calleeComponentIdx, syncOnly = false',
    'return 1;',
    HAS_INNER_CALLS,
  ),
  replaceFunction('_symmetricSyncGuestCallExit', '', 'return undefined;', HAS_INNER_CALLS),
  replaceFunction('_trackHostOperation', 'operation', 'return operation();', HAS_RESOURCES),
  replaceFunction('_guardMayLeave', 'componentIdx, fn', 'return fn;', HAS_RESOURCES),
  // Reading `memory.buffer` costs more than the access it is for; a grown memory shows by the old view's length.
  {
    what: 'memory view',
    pattern: /const dataView = mem => [^\n]+\n/g,
    replacement: CACHED_VIEW,
    count: 1,
    sign: /new DataView\(mem|dataView/,
  },
  // See shortCopies.ts for what follows.
  {
    what: 'lists of bytes from the guest',
    pattern: /new Uint8Array\((memory\d+)\.buffer\.slice\((ptr\d+), \2 \+ (len\d+) \* 1\)\)/g,
    replacement: 'copyBytes($1, bytesOf($1), $2, $3)',
    sign: /new Uint8Array\(memory\d+\.buffer\.slice\(/,
  },
  {
    what: 'texts from the guest',
    pattern: /TEXT_DECODER_UTF8\.decode\(new Uint8Array\((memory\d+)\.buffer, (ptr\d+), (len\d+)\)\)/g,
    replacement: 'decodeText($1, bytesOf($1), $2, $3, TEXT_DECODER_UTF8)',
    sign: /TEXT_DECODER_UTF8\.decode\(new Uint8Array\(memory\d/,
  },
  {
    what: 'lists of bytes to the guest',
    pattern:
      /valData\d+ = new Uint8Array\((val\d+)\.buffer \|\| \1, \1\.byteOffset, (valLenBytes\d+)\);\s+const (out\d+) = new Uint8Array\((memory\d+)\.buffer, (ptr\d+), \2\);\s+\3\.set\(valData\d+\);/g,
    replacement: 'writeBytes($4, bytesOf($4), $5, $1, $2);',
    sign: /valData\d+ = new Uint8Array\(/,
  },
  {
    what: 'texts to the guest',
    pattern:
      /(?=const \{ read, written \} = TEXT_ENCODER_UTF8\.encodeInto\(\s+s,\s+new Uint8Array\(memory\.buffer, ptr, len\),)/g,
    replacement: 'if (isAsciiWritten(s, bytesOf(memory), ptr, len)) return { ptr, len, codepoints };\n    ',
    count: 1,
    sign: /_utf8AllocateAndEncode\(/,
  },
  {
    what: 'import lowering',
    pattern: /: _lowerImportBackwardsCompat\.bind\(/g,
    replacement: ': directImport(',
    sign: /_lowerImport/,
  },
  // The set is for resources that a part of a composed component defines; their representations are used again. Host
  // resources have no end of them: never pruned, it would grow until Set refuses at 16,777,216 entries.
  {
    what: 'created representations',
    pattern: /table\._createdReps\.add\(rep\);/g,
    replacement: 'table._createdReps?.add(rep);',
    count: 1,
    sign: HAS_RESOURCES,
  },
  {
    what: 'resource tables',
    pattern:
      /(const captureTable(\d+)= new Map\(\);\s+let captureCnt\2= 0;\s+[\s\S]{0,200}?HANDLE_TABLES\[\d+\] = handleTable(\d+);)/g,
    replacement: `$1 handleTable$3._createdReps = undefined; imports['${HOOKS_IMPORT}'].onResourceTables(handleTable$3, captureTable$2);`,
    count: /const captureTable\d/g,
    sign: HAS_RESOURCES,
  },
  // Handles handed on between the parts of a composed component.
  {
    what: 'tables of receivers',
    pattern: /toTable\._createdReps = new Set\(\);/g,
    replacement: 'toTable._createdReps = undefined;',
    sign: /resourceTransfer/,
  },
  {
    what: 'search for representations',
    pattern: /toTable\._createdReps\.has\(/g,
    replacement: 'toTable._createdReps?.has(',
    count: 1,
    sign: /resourceTransferBorrow/,
  },
  {
    what: 'list of borrows',
    pattern: /RESOURCE_CALL_BORROWS\.push\(\{[^}]*\}\);/g,
    replacement: '',
    count: 1,
    sign: /resourceTransferBorrow/,
  },
  // The canonical ABI traps on invalid UTF-8; the generated decoder replaces it silently.
  {
    what: 'text decoder',
    pattern: /const TEXT_DECODER_UTF8 = new TextDecoder\(\);/g,
    replacement: "const TEXT_DECODER_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });",
    count: 1,
    sign: /new TextDecoder/,
  },
];

/** Returns a function body that, run with no arguments, returns jco's `instantiate`. Throws GluePatchMismatch. */
export function patchGlue(generated: string): string {
  let text = generated;
  for (const patch of patches) text = apply(text, patch);
  text = removeDebugCalls(text);
  if (/^\s*import\b/m.test(text)) throw new GluePatchMismatch('the glue imports other modules');
  return `${text}\nreturn instantiate;`;
}

function apply(text: string, patch: Patch): string {
  let hits = 0;
  const result = text.replace(patch.pattern, (...match: unknown[]) => {
    hits += 1;
    return patch.replacement.replace(/\$(\d)/g, (_, group: string) => String(match[Number(group)]));
  });
  const isAbsent = hits === 0 && patch.sign !== undefined && !patch.sign.test(text);
  const expected = patch.count instanceof RegExp ? text.match(patch.count)?.length : patch.count;
  const isFine = isAbsent || (hits > 0 && (expected ?? hits) === hits);
  if (!isFine) throw new GluePatchMismatch(`"${patch.what}": ${String(hits)} places found`);
  return result;
}

/** Takes out every `_debugLog(…);` statement: each call reads an environment variable and builds its arguments. */
function removeDebugCalls(text: string): string {
  const call = /(?<=^|[\s{;])_debugLog\(/g;
  let result = '';
  let from = 0;
  for (let match = call.exec(text); match; match = call.exec(text)) {
    const end = endOfCall(text, match.index + match[0].length);
    result += `${text.slice(from, match.index)}void 0`;
    from = end;
    call.lastIndex = end;
  }
  return result + text.slice(from);
}

/** The offset after the parenthesis that closes a call whose arguments start at `start`; strings are passed over. */
function endOfCall(text: string, start: number): number {
  let depth = 1;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if ('\'"`'.includes(character)) index = endOfString(text, index, character);
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return index + 1;
  }
  throw new GluePatchMismatch('a debug call never ends');
}

function endOfString(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === quote) return index;
  }
  throw new GluePatchMismatch('a string never ends');
}
