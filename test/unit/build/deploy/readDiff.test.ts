// What `kubectl diff` prints, as kubectl 1.32 printed it for resources of ours.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDiff } from '../../../../src/build/deploy/readDiff.ts';

const place = (side: string, kind: string, name: string): string =>
  `/tmp/${side}-1092796265/connectivity.iotoperations.azure.com.v1.${kind}.azure-iot-operations.${name}`;
const head = (kind: string, name: string): string[] => [
  `diff -u -N ${place('LIVE', kind, name)} ${place('MERGED', kind, name)}`,
  `--- ${place('LIVE', kind, name)}\t2026-11-26 17:41:13.085379402 +0000`,
  `+++ ${place('MERGED', kind, name)}\t2026-11-26 17:41:13.085379402 +0000`,
];

it('counts the lines of every resource, and tells which are new', () => {
  const lines = [
    ...head('DataflowGraph', 'graph-simple'),
    '@@ -4,16 +4,6 @@',
    ' spec:',
    '-  mode: Enabled',
    '--- of a list',
    '+      configuration:',
    '@@ -30,2 +24,3 @@',
    '+++ plus',
    ...head('RegistryEndpoint', 'my.registry'),
    '@@ -0,0 +1,2 @@',
    '+kind: RegistryEndpoint',
    '+spec: {}',
  ];
  const namespace = 'azure-iot-operations';
  expect(readDiff(lines)).toEqual([
    { kind: 'DataflowGraph', namespace, name: 'graph-simple', isNew: false, added: 2, removed: 2 },
    { kind: 'RegistryEndpoint', namespace, name: 'my.registry', isNew: true, added: 2, removed: 0 },
  ]);
});

it('makes nothing of what it does not know', () => {
  expect(readDiff(['1c1', '< a', '---', '> b'])).toEqual([]);
  fc.assert(fc.property(fc.array(fc.string()), (lines) => readDiff(lines).length <= lines.length));
});
