// The modules of a run that were pulled, with the places that they came from, and how they are pulled anew. Knows nothing about when.
import { normalize } from 'node:path';
import type { ModuleReference } from '../graph/model.ts';
import { cachedModulePath, parseModuleReference } from '../graph/moduleReference.ts';
import { CachedModule } from './cachedModule.ts';
import type { RegistryClient } from './client.ts';
import { type PulledModule, pullModule } from './pull.ts';
import { parseReference, type RegistryPlace } from './reference.ts';

/** A module that runs. */
export interface RunningModule {
  readonly path: string;
  /** As the graph names it. */
  readonly references: readonly string[];
}

export interface FollowedModule {
  readonly module: ModuleReference;
  readonly place: RegistryPlace;
  /** Holds it; see PullOptions. */
  readonly cacheFolder: string;
}

/** Without modules that were built here or named by hand. Errors: FILE_UNREADABLE. */
export async function findFollowed(modules: Iterable<RunningModule>): Promise<readonly FollowedModule[]> {
  const found: FollowedModule[] = [];
  for (const { path, references } of modules)
    for (const module of references.flatMap((text) => parseModuleReference(text) ?? [])) {
      const followed = await findOrigin(path, module);
      if (followed) found.push(followed);
    }
  return found;
}

async function findOrigin(path: string, module: ModuleReference): Promise<FollowedModule | undefined> {
  const own = normalize(`/${cachedModulePath(module)}`);
  if (!path.endsWith(own)) return undefined;
  const cacheFolder = path.slice(0, -own.length);
  const origin = await new CachedModule(cacheFolder, module).origin();
  if (!origin) return undefined;
  const { host, repository } = parseReference(origin.reference);
  const name = module.path === '' ? module.name : `${module.path}/${module.name}`;
  return {
    module,
    place: { host, prefix: repository.slice(0, -name.length).replace(/\/$/, '') },
    cacheFolder,
  };
}

/** Pulls what has changed. `connect` is asked once for each place. Errors: those of pullModule and of `connect`. */
export async function refreshFollowed(
  followed: readonly FollowedModule[],
  connect: (place: RegistryPlace) => Promise<RegistryClient>,
): Promise<readonly PulledModule[]> {
  const clients = new Map<string, Promise<RegistryClient>>();
  const pulled: PulledModule[] = [];
  for (const { module, place, cacheFolder } of followed) {
    const key = `${place.host}/${place.prefix}`;
    const open = (): Promise<RegistryClient> => {
      const client = clients.get(key) ?? connect(place);
      clients.set(key, client);
      return client;
    };
    pulled.push(await pullModule(module, { place, cacheFolder, isRefresh: true, connect: open }));
  }
  return pulled;
}
