// Which connections a canvas may draw, each refusal with its sentence.
import { describe, expect, it } from 'vitest';
import { pickArm, whyNotConnect, type ConnectableGraph } from '../../../src/graph/connectable.ts';

const graph: ConnectableGraph = {
  operations: [
    { name: 'in', type: 'source' },
    { name: 'b', type: 'branch' },
    { name: 'm', type: 'map' },
    { name: 'out', type: 'sink' },
  ],
  connections: [
    { from: 'in', to: 'b' },
    { from: 'b', arm: 'True', to: 'm' },
    { from: 'm', to: 'out' },
  ],
};
const [source, branch, map, sink] = [0, 1, 2, 3];

describe('connections that make sense', () => {
  it('allows a new way onward', () => {
    expect(whyNotConnect(graph, { from: source, to: map })).toBe(undefined);
  });

  it('allows the other arm to the same operation', () => {
    expect(whyNotConnect(graph, { from: branch, arm: 'False', to: map })).toBe(undefined);
    expect(whyNotConnect(graph, { from: branch, to: map })).toBe(undefined);
  });

  it('allows a connection to stay where it is when it is moved', () => {
    expect(whyNotConnect(graph, { from: map, to: sink, replaced: 2 })).toBe(undefined);
  });

  it('does not take the connection that is moved for a way back', () => {
    expect(whyNotConnect(graph, { from: map, to: branch, replaced: 1 })).toBe(undefined);
  });

  it('allows an arm without a second one to be completed although it stands there twice', () => {
    const connections = [...graph.connections, { from: 'b', arm: 'True' as const, to: 'm' }];
    expect(whyNotConnect({ ...graph, connections }, { from: branch, to: map })).toBe(undefined);
  });

  it.each([
    ['out of a sink', { from: sink, to: map }, '"out" is a sink: nothing leads out of it.'],
    ['into a source', { from: map, to: source }, '"in" is a source: nothing leads into it.'],
    ['to itself', { from: map, to: map }, '"m" cannot be connected to itself.'],
    ['a second time', { from: map, to: sink }, '"m" is connected to "out" already.'],
    [
      'a second time by one arm',
      { from: branch, arm: 'True' as const, to: map },
      '"b" is connected to "m" already.',
    ],
    ['back', { from: map, to: branch }, '"b" leads back to "m": a graph has no cycles.'],
    ['from what is gone', { from: 9, to: map }, 'This operation is no longer there.'],
  ])('refuses a connection %s', (_title, plan, message) => {
    expect(whyNotConnect(graph, plan)).toBe(message);
  });

  it('refuses both arms to one operation when neither is free', () => {
    const connections = [...graph.connections, { from: 'b', arm: 'False' as const, to: 'm' }];
    expect(whyNotConnect({ ...graph, connections }, { from: branch, to: map })).toBe(
      '"b" is connected to "m" already.',
    );
  });
});

describe('the arm for a new connection', () => {
  it('is the first that leads nowhere', () => {
    expect(pickArm({ operations: [], connections: [] }, 'b')).toBe('False');
    expect(pickArm(graph, 'b')).toBe('False');
    const connections = [{ from: 'b', arm: 'False' as const, to: 'm' }];
    expect(pickArm({ ...graph, connections }, 'b')).toBe('True');
  });

  it('is the first where both are taken', () => {
    const connections = [...graph.connections, { from: 'b', arm: 'False' as const, to: 'out' }];
    expect(pickArm({ ...graph, connections }, 'b')).toBe('False');
  });
});
