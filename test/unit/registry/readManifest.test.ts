// What strangers' manifests are taken for, and what is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/registry/digest.ts';
import {
  findGraphLayer,
  findModuleLayer,
  type ForeignManifest,
  readManifest,
} from '../../../src/registry/readManifest.ts';

const digest = digestOf('');
const layer = (mediaType: string, title?: string): object => ({
  mediaType,
  digest,
  size: 0,
  ...(title !== undefined && { annotations: { 'org.opencontainers.image.title': title } }),
});
const manifest = (layers: readonly object[], more: object = {}): ForeignManifest =>
  readManifest(JSON.stringify({ config: layer('application/x'), layers, ...more }))!;

describe('readManifest', () => {
  it.each([
    ['no JSON', 'nothing'],
    ['a list of images', '{"manifests":[]}'],
    ['no config', '{"layers":[]}'],
    [
      'a digest of another form',
      JSON.stringify({ config: { ...layer('a'), digest: 'sha256:..' }, layers: [] }),
    ],
    ['a negative size', JSON.stringify({ config: layer('a'), layers: [{ ...layer('a'), size: -1 }] })],
    ['null', 'null'],
  ])('refuses %s', (_name, text) => {
    expect(readManifest(text)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.json(), (text) => void readManifest(text)));
  });
});

describe('findModuleLayer', () => {
  it.each([
    'application/wasm',
    'application/vnd.wasm.content.layer.v1+wasm',
    'application/vnd.module.wasm.content.layer.v1+wasm',
  ])('takes a layer of type %s', (mediaType) => {
    expect(findModuleLayer(manifest([layer(mediaType)]), 'a').mediaType).toBe(mediaType);
  });

  it('takes a layer of any type by its name', () => {
    expect(findModuleLayer(manifest([layer('text/plain', 'a.wasm')]), 'a').mediaType).toBe('text/plain');
  });

  it.each([
    ['no WebAssembly file', [layer('text/plain', 'a.txt')]],
    ['several', [layer('application/wasm'), layer('application/wasm')]],
  ])('refuses %s', (words, layers) => {
    expect(() => findModuleLayer(manifest(layers), 'reg/a:1')).toThrow(
      `reg/a:1 is not a module: it holds ${words}`,
    );
  });

  it.each([
    '../a.wasm',
    '/etc/a.wasm',
    'a/../../b.wasm',
    '..\\a.wasm',
    'C:\\a.wasm',
    'a\u0000.wasm',
    '',
    'a//b.wasm',
  ])('refuses the title %j', (title) => {
    expect(() => findModuleLayer(manifest([layer('application/wasm', title)]), 'a')).toThrow(
      expect.objectContaining({ code: 'REGISTRY_ARTIFACT_INVALID' }),
    );
  });
});

describe('findGraphLayer', () => {
  it('takes what is marked as a graph, or looks like one', () => {
    const config = layer('application/vnd.microsoft.aio.graph.v1+yaml');
    expect(findGraphLayer(manifest([layer('text/plain')], { config }), 'a')).toBeDefined();
    expect(findGraphLayer(manifest([layer('application/yaml')]), 'a')).toBeDefined();
    expect(findGraphLayer(manifest([layer('application/wasm')]), 'a')).toBeUndefined();
  });

  it('refuses a title that leads out of the folder', () => {
    expect(() => findGraphLayer(manifest([layer('application/yaml', '../../.bashrc')]), 'a')).toThrow(
      'leads out of the folder',
    );
  });
});
