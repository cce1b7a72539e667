// Rules on modules, with what they offer given as data.
import { describe, expect, it } from 'vitest';
import {
  checkModules,
  largeModuleBytes,
  maxModuleBytes,
  type OperationModule,
} from '../../../src/graph/checkModules.ts';
import { parseGraphDefinition } from '../../../src/graph/parseGraph.ts';
import type { GraphDefinition } from '../../../src/graph/model.ts';
import { change, graph as text } from './caseText.ts';

function parse(source: string = text): GraphDefinition {
  const { graph } = parseGraphDefinition(source);
  if (!graph) throw new Error('The fixture is a graph.');
  return graph;
}

const offer = (name: string, version = '1.1.0'): OperationModule['exports'][number] => ({
  packageName: 'wasm-graph:processor',
  name,
  version,
});
const nn = { packageName: 'wasi:nn', name: 'graph', version: '0.2.0-rc-2024-10-28' };

const module = (changes: Partial<OperationModule> = {}): OperationModule => ({
  imports: [],
  exports: [offer('map')],
  sizeBytes: 100_000,
  ...changes,
});

/** The graph with a feature for models. */
const asking = change(text, [
  '  runtimeVersion: "1.1.0"',
  '  runtimeVersion: "1.1.0"\n  features: [{ name: wasi-nn }]',
]);

const codes = (modules: Record<string, OperationModule | undefined>, source = text): string[] =>
  checkModules(parse(source), new Map(Object.entries(modules))).map(({ code }) => code);

describe('checkModules', () => {
  it('is silent on modules that fit, and on those it knows nothing about', () => {
    expect(codes({ left: module(), right: undefined })).toEqual([]);
  });

  it('reports a module without the operator, and names what it has', () => {
    const [problem] = checkModules(
      parse(),
      new Map([['left', module({ exports: [offer('filter'), offer('branch')] })]]),
    );
    expect(problem?.code).toBe('MODULE_OPERATOR_MISSING');
    expect(problem?.message).toContain('exports filter, branch');
    expect(problem?.range).toEqual(parse().operations[5]?.ranges.module);
  });

  it('does not take an interface of the same name from another package', () => {
    expect(
      codes({ left: module({ exports: [{ packageName: 'other:package', name: 'map', version: '1.1.0' }] }) }),
    ).toEqual(['MODULE_OPERATOR_MISSING']);
  });

  it.each([
    ['1.0.0', []],
    ['1.1.5', []],
    ['', []],
    ['1.2.0', ['MODULE_API_MISMATCH']],
    ['2.0.0', ['MODULE_API_MISMATCH']],
    ['0.9.0', ['MODULE_API_MISMATCH']],
  ])('compares the interface version %j with the graph’s 1.1.0', (version, expected) => {
    expect(codes({ left: module({ exports: [offer('map', version)] }) })).toEqual(expected);
  });

  it.each([
    [largeModuleBytes, []],
    [largeModuleBytes + 1, ['MODULE_LARGE']],
    [maxModuleBytes, ['MODULE_LARGE']],
    [maxModuleBytes + 1, ['MODULE_TOO_LARGE']],
  ])('judges a size of %d bytes', (sizeBytes, expected) => {
    expect(codes({ left: module({ sizeBytes }) })).toEqual(expected);
  });

  it('asks for the feature of a module that runs models', () => {
    expect(codes({ left: module({ imports: [nn] }) })).toEqual(['FEATURE_MISSING']);
    expect(codes({ left: module({ imports: [nn] }) }, asking)).toEqual([]);
  });

  it('calls a feature unused only when every module is known', () => {
    const types = new Map(parse(asking).operations.map(({ name, type }) => [name, type]));
    const all = Object.fromEntries(
      [...types].map(([name, type]) => [name, module({ exports: [offer(type)] })]),
    );
    expect(codes(all, asking)).toEqual(['FEATURE_UNUSED']);
    expect(codes({ ...all, left: undefined }, asking)).toEqual([]);
    expect(codes({ ...all, left: module({ imports: [nn] }) }, asking)).toEqual([]);
  });
});
