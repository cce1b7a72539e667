// The replacements in the glue of real components, and that a glue of another make is refused.
import { compileFunction } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { GluePatchMismatch, HOOKS_IMPORT, patchGlue } from '../../../../src/runtime/component/patchGlue.ts';
import { smallComponents } from '../../../helpers/componentFiles.ts';
import { transpileRaw } from '../../../helpers/rawComponent.ts';

describe('patchGlue applies to the glue of', () => {
  it.each(smallComponents)('%s', async (name) => {
    const { glue } = await transpileRaw(name);
    const patched = patchGlue(glue);
    // Short expectations: a failing one would print half a megabyte.
    const has = (pattern: RegExp): boolean => pattern.test(patched);
    expect(has(/\b_debugLog\(/)).toBe(false);
    expect(has(/_createdReps\.(add|has)\(|RESOURCE_CALL_BORROWS\.push/)).toBe(false);
    expect(has(/: _lowerImportBackwardsCompat\.bind\(/)).toBe(false);
    expect(has(/^\s*import\b|^export\b/m)).toBe(false);
    expect(has(/TextDecoder\(\)/)).toBe(false);
    // Views of memory only inside the short copies.
    expect(
      has(/new Uint8Array\(memory\d+\.buffer\.slice|valData\d+ = new|UTF8\.decode\(new Uint8Array\(memory\d/),
    ).toBe(false);
    expect(has(/isAsciiWritten\(s, bytesOf\(memory\)/)).toBe(true);
    expect(patched.endsWith('return instantiate;')).toBe(true);
    // As a function body without arguments it must be sound JavaScript.
    expect(typeof (compileFunction(patched) as () => unknown)()).toBe('function');
  });

  it('every kind of resource that the host owns', async () => {
    const { glue } = await transpileRaw('enrichment');
    const captures = glue.match(/const captureTable\d+= new Map/g) ?? [];
    expect(captures.length).toBeGreaterThan(1);
    expect(patchGlue(glue).split(`imports['${HOOKS_IMPORT}'].onResourceTables(`)).toHaveLength(
      captures.length + 1,
    );
  });
});

describe('patchGlue refuses a glue', () => {
  let glue = '';
  beforeAll(async () => {
    glue = (await transpileRaw('faulty')).glue;
  });

  const refused = (text: string, message: RegExp): void => {
    expect(text).not.toBe(glue);
    expect(() => patchGlue(text)).toThrow(GluePatchMismatch);
    expect(() => patchGlue(text)).toThrow(message);
  };

  it('without its entry point', () => {
    refused(
      glue.replace('export function instantiate(', 'export default function run('),
      /"entry point": 0 places/,
    );
  });

  it('with two entry points', () => {
    refused(`${glue}\nexport function instantiate() {}\n`, /"entry point": 2 places/);
  });

  it('with a function to skip twice', () => {
    refused(`${glue}\nfunction createNewCurrentTask(args) {}\n`, /"createNewCurrentTask": 2 places/);
  });

  it('with two decoders', () => {
    refused(`${glue}\nconst TEXT_DECODER_UTF8 = new TextDecoder();\n`, /"text decoder": 2 places/);
  });

  it('that imports other modules', () => {
    refused(`import { x } from 'node:fs';\n${glue}`, /imports other modules/);
  });

  it('with a debug call that never ends', () => {
    refused(`${glue}\n_debugLog('x', (1`, /a debug call never ends/);
    refused(`${glue}\n_debugLog('x`, /a string never ends/);
  });
});

// What a change of jco would take away silently if no one looked: each anchor is renamed in turn.
describe('patchGlue refuses a glue in which is renamed', () => {
  it.each([
    ['the bookkeeping of tasks', 'function createNewCurrentTask(args) {'],
    ['the task of a call', 'function _withGlobalCurrentTaskMeta(args) {'],
    ['the search for a task', 'function getCurrentTask(componentIdx, taskID) {'],
    ['the current task', 'function _getGlobalCurrentTaskMeta(componentIdx) {'],
    ['host operations', 'function _trackHostOperation(operation) {'],
    ['the guard of leaving', 'function _guardMayLeave(componentIdx, fn) {'],
    ['the lowering of imports', ': _lowerImportBackwardsCompat.bind('],
    ['the set that only grows', 'table._createdReps.add(rep);'],
    ['the sets of receivers', 'toTable._createdReps = new Set();'],
    ['the search in those sets', 'toTable._createdReps.has('],
    ['the list that only grows', 'RESOURCE_CALL_BORROWS.push('],
    ['the tables of resources', 'const captureTable0= new Map();'],
    ['the decoder of text', 'const TEXT_DECODER_UTF8 = new TextDecoder();'],
    ['the view of memory', 'const dataView = mem => '],
    ['the encoder of text', 'TEXT_ENCODER_UTF8.encodeInto('],
    ['the decoded text', 'TEXT_DECODER_UTF8.decode(new Uint8Array(memory0.buffer'],
    ['the lists of bytes to the guest', 'const valLenBytes2 ='],
    ['the utilities', 'export const _util = '],
  ])('%s', async (_, anchor) => {
    // Composed of several parts, so that it has everything.
    const { glue } = await transpileRaw('label-js');
    expect(glue.includes(anchor)).toBe(true);
    // The last long word of the anchor, everywhere.
    const word = anchor.match(/[a-zA-Z_]{8,}/g)?.at(-1) ?? anchor.match(/\w+/g)?.at(-1) ?? '';
    const renamed = glue.replaceAll(new RegExp(`\\b${word}(?=\\b|\\d)`, 'g'), `${word}Renamed`);
    expect(renamed.includes(anchor)).toBe(false);
    expect(() => patchGlue(renamed)).toThrow(GluePatchMismatch);
  });
});
