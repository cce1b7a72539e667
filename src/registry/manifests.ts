// The manifests under which modules and graphs are pushed, byte for byte as `oras push` writes them. Knows nothing about registries.
import { type Digest, digestOf } from './digest.ts';
import { encodeGoJson } from './goJson.ts';

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
export const MODULE_ARTIFACT_TYPE = 'application/vnd.module.wasm.content.layer.v1+wasm';
export const MODULE_LAYER_TYPE = 'application/wasm';
export const GRAPH_CONFIG_TYPE = 'application/vnd.microsoft.aio.graph.v1+yaml';
export const GRAPH_LAYER_TYPE = 'application/yaml';
const EMPTY_CONFIG_TYPE = 'application/vnd.oci.empty.v1+json';
export const TITLE = 'org.opencontainers.image.title';
const CREATED = 'org.opencontainers.image.created';

/** `{}`: OCI image specification 1.1, "Guidance for an Empty Descriptor". */
export const emptyObject: Content = describeContent('{}');
/** No byte at all: what `--config /dev/null` stands for. */
export const emptyFile: Content = describeContent('');

/** Bytes with their name. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly size: number;
}

/** A part of a manifest: OCI image specification, "Descriptors". Keys in the order of Go's struct. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What a manifest is about: a file by its content. */
export interface LayerFile {
  /** File name, which is what `oras pull` writes it to. */
  readonly title: string;
  readonly digest: Digest;
  readonly size: number;
}

/** `artifact`: image specification 1.1. `image-1.0`: for registries and tools that tell modules by the config's media type. */
export type ManifestForm = 'artifact' | 'image-1.0';
export const manifestForms: readonly ManifestForm[] = ['artifact', 'image-1.0'];

/** A manifest that can be sent, with the small blob that it refers to. */
export interface BuiltManifest extends Content {
  readonly config: Content;
  readonly artifactType?: string;
  readonly configType: string;
  readonly layer: Descriptor;
}

/** `created`: milliseconds since the epoch; the manifest has them in whole seconds. */
export interface ManifestOptions {
  readonly createdMs: number;
  readonly form: ManifestForm;
}

/** As `oras push --artifact-type application/vnd.module.wasm.content.layer.v1+wasm FILE:application/wasm`. */
export function buildModuleManifest(file: LayerFile, { createdMs, form }: ManifestOptions): BuiltManifest {
  const { digest, size } = emptyObject;
  if (form === 'image-1.0')
    return build(
      { mediaType: MODULE_ARTIFACT_TYPE, digest, size },
      emptyObject,
      MODULE_LAYER_TYPE,
      file,
      createdMs,
    );
  const config = { mediaType: EMPTY_CONFIG_TYPE, digest, size, data: 'e30=' };
  return build(config, emptyObject, MODULE_LAYER_TYPE, file, createdMs, MODULE_ARTIFACT_TYPE);
}

/**
 * As `oras push --config /dev/null:application/vnd.microsoft.aio.graph.v1+yaml FILE:application/yaml`. With `isEmptyRefused` the
 * config is `{}`, for registries that take no blob without bytes.
 */
export function buildGraphManifest(
  file: LayerFile,
  { createdMs }: ManifestOptions,
  isEmptyRefused = false,
): BuiltManifest {
  const content = isEmptyRefused ? emptyObject : emptyFile;
  const config = { mediaType: GRAPH_CONFIG_TYPE, digest: content.digest, size: content.size };
  return build(config, content, GRAPH_LAYER_TYPE, file, createdMs);
}

function build(
  config: Descriptor & { readonly data?: string },
  content: Content,
  layerType: string,
  { title, digest, size }: LayerFile,
  createdMs: number,
  artifactType?: string,
): BuiltManifest {
  const layer: Descriptor = { mediaType: layerType, digest, size, annotations: { [TITLE]: title } };
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    ...(artifactType !== undefined && { artifactType }),
    config,
    layers: [layer],
    annotations: { [CREATED]: formatCreated(createdMs) },
  };
  return {
    ...describeContent(encodeGoJson(manifest)),
    config: content,
    configType: config.mediaType,
    layer,
    ...(artifactType !== undefined && { artifactType }),
  };
}

/** RFC 3339 in UTC and whole seconds, as Go's time.RFC3339 writes it. */
export function formatCreated(createdMs: number): string {
  return new Date(createdMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

function describeContent(text: string): Content {
  const bytes = new TextEncoder().encode(text);
  return { bytes, digest: digestOf(bytes), size: bytes.length };
}
