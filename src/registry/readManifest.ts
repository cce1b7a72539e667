// Manifests that a registry answers with: what others wrote, and so believed in nothing before it is looked at. Knows no network.
import { AppError } from '../base/errors.ts';
import { isDigest } from './digest.ts';
import {
  type BuiltManifest,
  type Descriptor,
  GRAPH_CONFIG_TYPE,
  GRAPH_LAYER_TYPE,
  MANIFEST_TYPE,
  TITLE,
} from './manifests.ts';

/** What we ask a registry for. docker-registry answers HEAD and GET without these with an older form. */
export const acceptedManifests: string = [
  MANIFEST_TYPE,
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** One artifact of somebody. */
export interface ForeignManifest {
  readonly artifactType?: string;
  readonly configType: string;
  readonly layers: readonly Descriptor[];
}

/** Undefined when it is something else, such as a list of images for several platforms. */
export function readManifest(text: string): ForeignManifest | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  const config = readDescriptor(value['config']);
  const list: unknown = value['layers'];
  const layers = Array.isArray(list) ? list.map(readDescriptor) : [];
  if (!config || !Array.isArray(list) || !layers.every((layer) => layer !== undefined)) return undefined;
  const artifactType = value['artifactType'];
  return { configType: config.mediaType, layers, ...(typeof artifactType === 'string' && { artifactType }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: no manifest, whatever else.
  }
}

function readDescriptor(value: unknown): Descriptor | undefined {
  if (!isRecord(value)) return undefined;
  const { mediaType, digest, size, annotations } = value;
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isDigest(digest)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  const texts = isRecord(annotations)
    ? Object.fromEntries(
        Object.entries(annotations).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      )
    : undefined;
  return { mediaType, digest, size, ...(texts && { annotations: texts }) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether both hold the same content as the same kind of thing: when it was pushed, and as what file, does not matter. */
export function isSameArtifact(ours: BuiltManifest, theirs: ForeignManifest): boolean {
  const [layer] = theirs.layers;
  return (
    theirs.layers.length === 1 &&
    theirs.configType === ours.configType &&
    theirs.artifactType === ours.artifactType &&
    layer?.digest === ours.layer.digest &&
    layer.mediaType === ours.layer.mediaType
  );
}

/** The module's file in an artifact of whoever pushed it. Errors: REGISTRY_ARTIFACT_INVALID. */
export function findModuleLayer({ layers }: ForeignManifest, label: string): Descriptor {
  for (const layer of layers) refuseTitle(layer, label);
  const modules = layers.filter(({ mediaType }) => /(?:[/+.])wasm$/.test(mediaType));
  const named = layers.filter(({ annotations }) => annotations?.[TITLE]?.endsWith('.wasm'));
  const [layer] = modules.length > 0 ? modules : named;
  if (!layer || Math.max(modules.length, named.length) > 1)
    throw new AppError(
      'REGISTRY_ARTIFACT_INVALID',
      `${label} is not a module: ${layer ? 'it holds several' : 'it holds no WebAssembly file'}. Check the reference; modules are pushed with the layer type application/wasm.`,
    );
  return layer;
}

/** The graph definition's file, undefined when this is no graph. Errors: REGISTRY_ARTIFACT_INVALID. */
export function findGraphLayer(manifest: ForeignManifest, label: string): Descriptor | undefined {
  for (const layer of manifest.layers) refuseTitle(layer, label);
  const isGraph = manifest.configType === GRAPH_CONFIG_TYPE || manifest.artifactType === GRAPH_CONFIG_TYPE;
  const [layer, ...more] = manifest.layers;
  if (!layer || more.length > 0) return undefined;
  return isGraph || layer.mediaType === GRAPH_LAYER_TYPE ? layer : undefined;
}

/** The file name of a layer. Only to be called on layers that were found by the functions above. */
export function titleOf({ annotations }: Descriptor): string | undefined {
  return annotations?.[TITLE];
}

// A title is a file name that somebody else chose: none may lead out of the folder it is written to.
function refuseTitle(layer: Descriptor, label: string): void {
  const title = titleOf(layer);
  if (title === undefined) return;
  const parts = title.split(/[\\/]/);
  const isHarmless =
    title !== '' &&
    title.length <= 255 &&
    !/^[\\/]|^[a-z]:|[\u0000-\u001f\u007f]/i.test(title) &&
    !parts.some((part) => part === '..' || part === '');
  if (!isHarmless)
    throw new AppError(
      'REGISTRY_ARTIFACT_INVALID',
      `${label} was not pulled: it wants to be written to ${JSON.stringify(title)}, which leads out of the folder. Whoever pushed it made a mistake or means harm.`,
    );
}
