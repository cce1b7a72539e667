// The order of operations, and the cycles that prevent one.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOperations } from '../../../src/graph/graphOrder.ts';
import type { Operation } from '../../../src/graph/model.ts';
import { findCycles } from '../../../src/graph/rules/findCycles.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const operation = (name: string): Operation => ({ name, type: 'map', ranges: { item: range } });
const edges = (text: string): { from: string; to: string }[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((pair) => ({ from: pair.charAt(0), to: pair.charAt(1) }));

function order(names: string, connections: string): [order: string, cyclic: string] {
  const result = orderOperations(names.split('').map(operation), edges(connections));
  const join = (list: readonly Operation[]): string => list.map(({ name }) => name).join('');
  return [join(result.order), join(result.cyclic)];
}

describe('orderOperations', () => {
  it('keeps the order of the text where connections do not decide', () => {
    expect(order('dcba', '')).toEqual(['dcba', '']);
    expect(order('dcba', 'ad')).toEqual(['cbad', '']);
    expect(order('abcdef', 'fa ea')).toEqual(['bcdefa', '']);
  });
  it('ignores connections with unknown ends and counts double ones once each', () => {
    expect(order('ab', 'xb ba ba ay')).toEqual(['ba', '']);
  });
  it('keeps cycles and what is behind them apart', () => {
    expect(order('abcde', 'ab bc cb cd ae')).toEqual(['ae', 'bcd']);
    expect(order('ab', 'aa')).toEqual(['b', 'a']);
  });

  it('puts every connection from earlier to later, and equals in the order of the text', () => {
    const pair = fc.tuple(fc.nat(19), fc.nat(19));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), (pairs) => {
        const names = Array.from({ length: 20 }, (_item, index) => `n${String((index * 7) % 20)}`);
        const connections = pairs
          .filter(([a, b]) => a < b)
          .map(([a, b]) => ({ from: `n${String(a)}`, to: `n${String(b)}` }));
        const result = orderOperations(names.map(operation), connections).order.map(({ name }) => name);
        expect(new Set(result).size).toBe(20);
        for (const { from, to } of connections) expect(result.indexOf(from)).toBeLessThan(result.indexOf(to));
        result.forEach((name, index) => {
          const next = result[index + 1];
          if (next === undefined || connections.some(({ from, to }) => from === name && to === next)) return;
          expect(names.indexOf(name)).toBeLessThan(names.indexOf(next));
        });
      }),
    );
  });
});

describe('findCycles', () => {
  const find = (text: string): string[] =>
    findCycles(edges(text)).map((cycle) => cycle.map(({ from }) => from).join(''));
  it('finds none in a graph without', () => {
    expect(find('ab ac bd cd')).toEqual([]);
  });
  it('tells each knot once, by a shortest cycle', () => {
    expect(find('ab bc cd da bd')).toEqual(['abd']);
    expect(find('ab ba cd dc bc')).toEqual(['ab', 'cd']);
  });
  it('copes with long chains', () => {
    const chain = Array.from({ length: 20_000 }, (_item, index) => ({
      from: `n${String(index)}`,
      to: `n${String(index + 1)}`,
    }));
    expect(findCycles([{ from: 'n20000', to: 'n0' }, ...chain])).toHaveLength(1);
  });
});
