// The options of `push` and `pull` that say which registry and who is asking. Knows nothing about what is sent.
import { homedir } from 'node:os';
import { text as readText } from 'node:stream/consumers';
import { AppError } from '../base/errors.ts';
import { connectRegistry } from '../registry/connect.ts';
import type { RegistryClient } from '../registry/client.ts';
import { type Credential, readPassword, type SecretStore } from '../registry/credentials/credential.ts';
import { askHelper } from '../registry/credentials/credentialProgram.ts';
import { parseRegistry, type RegistryPlace } from '../registry/reference.ts';
import type { RegistryWords } from '../registry/registryWords.ts';
import { realClock } from './realClock.ts';
import type { Terminal } from './terminal.ts';

export interface RegistryFlags {
  readonly registry?: string;
  readonly insecure?: boolean;
  readonly ca?: string;
  readonly user?: string;
  readonly passwordStdin?: boolean;
}

const REGISTRY = 'DATAFLOW_GRAPH_REGISTRY';
const USER = 'DATAFLOW_GRAPH_REGISTRY_USER';
const PASSWORD = 'DATAFLOW_GRAPH_REGISTRY_PASSWORD';
const ENTRA_TOKEN = 'DATAFLOW_GRAPH_REGISTRY_ENTRA_TOKEN';

export const registryWords: RegistryWords = {
  login: (host) =>
    `log in with "docker login ${host}" (or podman, oras, az acr), or give --user and the password in ${PASSWORD}`,
  certificate: 'name its certificate authority with --ca FILE',
  insecure: 'allow it with --insecure',
  overwrite: 'overwrite with --overwrite',
  rename: 'name another tag or name for the graph with --tag and --name',
};

/** Errors: USAGE, REGISTRY_REFERENCE_INVALID. */
export function readPlace(flags: RegistryFlags): RegistryPlace | undefined {
  const text = flags.registry ?? process.env[REGISTRY];
  return text ? parseRegistry(text) : undefined;
}

/** Errors: USAGE, REGISTRY_REFERENCE_INVALID. */
export function requirePlace(flags: RegistryFlags): RegistryPlace {
  const place = readPlace(flags);
  if (place) return place;
  throw new AppError(
    'USAGE',
    `Which registry? Name it with --registry host[:port][/path], such as --registry ghcr.io/my-team, or in ${REGISTRY}.`,
  );
}

/** Errors: USAGE, and those of connectRegistry. */
export async function connect(
  place: RegistryPlace,
  flags: RegistryFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<RegistryClient> {
  const given = await readGiven(flags);
  return connectRegistry({
    place,
    isInsecureAllowed: flags.insecure ?? false,
    ...(flags.ca !== undefined && { certificateFile: flags.ca }),
    credentials: {
      secretStores: given ? [given] : [],
      environment: process.env,
      homeFolder: homedir(),
      askHelper,
    },
    words: registryWords,
    clock: realClock,
    signal,
    onWait: (sentence) => terminal.log('warn', sentence),
  });
}

// What the command was given goes before what others keep.
async function readGiven({ user: flag, passwordStdin }: RegistryFlags): Promise<SecretStore | undefined> {
  const { [USER]: named, [PASSWORD]: kept, [ENTRA_TOKEN]: token } = process.env;
  const user = flag ?? named;
  const password = passwordStdin ? (await readText(process.stdin)).replace(/\r?\n$/, '') : kept;
  if (user !== undefined && user !== '') {
    if (!password)
      throw new AppError(
        'USAGE',
        `The password of "${user}" is missing: give it in ${PASSWORD}, or on standard input with --password-stdin.`,
      );
    return store(flag === undefined ? USER : '--user', readPassword(user, password));
  }
  if (passwordStdin) throw new AppError('USAGE', '--password-stdin needs --user: whose password is it?');
  return token ? store(ENTRA_TOKEN, { kind: 'entraToken', token }) : undefined;
}

function store(label: string, credential: Credential): SecretStore {
  return { label, find: () => Promise.resolve(credential) };
}

/** Ctrl-C ends what is being sent; a second one ends the process. */
export async function withCancel<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { catchInterrupt } = await import('./interrupt.ts');
  const interrupt = catchInterrupt();
  const controller = new AbortController();
  void interrupt.interrupted.then(() => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    interrupt.dispose();
  }
}
