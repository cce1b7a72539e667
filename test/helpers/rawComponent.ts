// What jco makes of a component before the code under test changes it. Knows nothing about running it.
import { transpileBytes } from '@bytecodealliance/jco-transpile';
import { type ComponentName, readComponent, skipUnlessBuilt } from './componentFiles.ts';

export interface RawComponent {
  readonly glue: string;
  readonly cores: ReadonlyMap<string, Uint8Array>;
}

const known = new Map<string, Promise<RawComponent>>();

/** Once per test file. */
export function transpileRaw(name: ComponentName): Promise<RawComponent> {
  // What is remembered must not be the skipping of one test.
  skipUnlessBuilt(name);
  const raw = known.get(name) ?? transpile(name);
  known.set(name, raw);
  return raw;
}

async function transpile(name: ComponentName): Promise<RawComponent> {
  const { files } = await transpileBytes(readComponent(name), {
    name: 'operator',
    instantiation: 'sync',
    nodejsCompat: false,
    emitTypescriptDeclarations: false,
  });
  const entries = Object.entries(files).map(([path, bytes]) => [path.replace(/^.*\//, ''), bytes] as const);
  const glue = entries.find(([path]) => path.endsWith('.js'))?.[1] ?? new Uint8Array();
  return {
    glue: Buffer.from(glue).toString(),
    cores: new Map(entries.filter(([path]) => path.endsWith('.wasm'))),
  };
}
