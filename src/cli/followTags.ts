// Lets a run follow the tags that its modules were pulled from. Joins the registry with what the run started with; knows nothing about
// how changed modules are taken into a run.
import { join } from 'node:path';
import { cachedModulePath } from '../graph/moduleReference.ts';
import type { ModuleReference } from '../graph/model.ts';
import { CachedModule } from '../registry/cachedModule.ts';
import type { RegistryClient } from '../registry/client.ts';
import { TagFollower } from '../registry/followTags.ts';
import { type PulledModule, pullModule } from '../registry/pull.ts';
import { parseReference, type RegistryPlace } from '../registry/reference.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import type { RunSpec } from '../runtime/run/runSpec.ts';
import { connect } from './registryFlags.ts';
import type { Terminal } from './terminal.ts';

interface Followed {
  readonly module: ModuleReference;
  readonly place: RegistryPlace;
}

/** Begins; `end` also ends what is under way. Modules that were not pulled (built here, named by hand) are left alone. Errors: FILE_UNREADABLE. */
export async function followTags(
  spec: Pick<RunSpec, 'moduleUses' | 'moduleFiles'>,
  cacheFolder: string,
  intervalMs: number,
  terminal: Terminal,
): Promise<{ end(): void }> {
  const followed = await findFollowed(spec, cacheFolder);
  const ending = new AbortController();
  const refresh = async (): Promise<readonly PulledModule[]> => {
    const clients = new Map<string, Promise<RegistryClient>>();
    const pulled: PulledModule[] = [];
    for (const { module, place } of followed) {
      const key = `${place.host}/${place.prefix}`;
      const open = (): Promise<RegistryClient> => {
        const client = clients.get(key) ?? connect(place, {}, terminal, ending.signal);
        clients.set(key, client);
        return client;
      };
      pulled.push(await pullModule(module, { place, cacheFolder, isRefresh: true, connect: open }));
    }
    return pulled;
  };
  const follower = new TagFollower({
    refresh,
    startTimer: systemTime.startTimer,
    intervalMs,
    logger: terminal,
  });
  if (followed.length === 0)
    terminal.log('warn', 'no module of this run was pulled from a registry: there is no tag to follow');
  else follower.begin();
  return {
    end: () => {
      follower.dispose();
      ending.abort();
    },
  };
}

async function findFollowed(
  { moduleUses, moduleFiles }: Pick<RunSpec, 'moduleUses' | 'moduleFiles'>,
  cacheFolder: string,
): Promise<readonly Followed[]> {
  const paths = new Set(moduleFiles.map(({ path }) => path));
  const found = new Map<string, Followed>();
  for (const { reference: module } of moduleUses) {
    const path = join(cacheFolder, cachedModulePath(module));
    const origin = paths.has(path) ? await new CachedModule(cacheFolder, module).origin() : undefined;
    if (!origin) continue;
    const { host, repository } = parseReference(origin.reference);
    const own = module.path === '' ? module.name : `${module.path}/${module.name}`;
    const prefix = repository.slice(0, -own.length).replace(/\/$/, '');
    found.set(path, { module, place: { host, prefix } });
  }
  return [...found.values()];
}
