// The expected texts are what ORAS 1.2.0 and 1.3.3 pushed; test/integration/registry compares with ORAS itself.
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/registry/digest.ts';
import {
  buildGraphManifest,
  buildModuleManifest,
  type BuiltManifest,
  formatCreated,
} from '../../../src/registry/manifests.ts';
import { isSameArtifact, readManifest } from '../../../src/registry/readManifest.ts';

const digest = digestOf('content');
const module = { title: 'temperature.wasm', digest, size: 7 };
const graph = { title: 'graph-simple.yaml', digest, size: 7 };
const createdMs = Date.UTC(2026, 0, 1, 0, 0, 0, 999);
const options = { createdMs, form: 'artifact' as const };
const text = ({ bytes }: BuiltManifest): string => new TextDecoder().decode(bytes);

const head = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"';
const tail = '"annotations":{"org.opencontainers.image.created":"2026-01-01T00:00:00Z"}}';
const empty = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const wasmType = 'application/vnd.module.wasm.content.layer.v1+wasm';

describe('a module', () => {
  const layers = `"layers":[{"mediaType":"application/wasm","digest":"${digest}","size":7,"annotations":{"org.opencontainers.image.title":"temperature.wasm"}}]`;

  it('is pushed as an artifact', () => {
    expect(text(buildModuleManifest(module, options))).toBe(
      `${head},"artifactType":"${wasmType}","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"${empty}","size":2,"data":"e30="},${layers},${tail}`,
    );
  });

  it('is pushed in the form of image-spec 1.0 when asked', () => {
    expect(text(buildModuleManifest(module, { createdMs, form: 'image-1.0' }))).toBe(
      `${head},"config":{"mediaType":"${wasmType}","digest":"${empty}","size":2},${layers},${tail}`,
    );
  });
});

describe('a graph', () => {
  const layers = `"layers":[{"mediaType":"application/yaml","digest":"${digest}","size":7,"annotations":{"org.opencontainers.image.title":"graph-simple.yaml"}}]`;
  const config = (name: string, size: number): string =>
    `"config":{"mediaType":"application/vnd.microsoft.aio.graph.v1+yaml","digest":"${name}","size":${String(size)}}`;

  it.each(['artifact', 'image-1.0'] as const)('has an empty config in the form %s', (form) => {
    const nothing = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(text(buildGraphManifest(graph, { createdMs, form }))).toBe(
      `${head},${config(nothing, 0)},${layers},${tail}`,
    );
  });

  it('has {} for a config where empty ones are refused', () => {
    expect(text(buildGraphManifest(graph, options, true))).toBe(
      `${head},${config(empty, 2)},${layers},${tail}`,
    );
  });
});

it('the digest is that of the bytes', () => {
  const manifest = buildModuleManifest(module, options);
  expect(manifest.digest).toBe(digestOf(manifest.bytes));
  expect(manifest.size).toBe(manifest.bytes.length);
});

it('times are in whole seconds of UTC', () => {
  expect(formatCreated(createdMs)).toBe('2026-01-01T00:00:00Z');
});

describe('the same artifact', () => {
  const ours = buildModuleManifest(module, options);
  const other = (file: object, form: 'artifact' | 'image-1.0' = 'artifact'): boolean =>
    isSameArtifact(
      ours,
      readManifest(text(buildModuleManifest({ ...module, ...file }, { createdMs: 0, form })))!,
    );

  it('is one with another time or file name', () => {
    expect(other({ title: 'elsewhere.wasm' })).toBe(true);
  });

  it('is none with another content or form', () => {
    expect(other({ digest: digestOf('other') })).toBe(false);
    expect(other({}, 'image-1.0')).toBe(false);
  });
});
