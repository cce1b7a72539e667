// Looks for credentials in the places where people who have logged in already have them. Knows nothing about how they are used.
import { join } from 'node:path';
import { type AuthFile, findForRepository, readAuthFile } from './authFile.ts';
import type { Credential, SecretStore } from './credential.ts';
import type { AskHelper } from './credentialProgram.ts';

export interface CredentialSources {
  /** Asked first; in VS Code its secret storage. */
  readonly secretStores: readonly SecretStore[];
  readonly environment: NodeJS.ProcessEnv;
  readonly homeFolder: string;
  readonly askHelper: AskHelper;
}

export interface CredentialSearch {
  readonly credential?: Credential;
  /** Where it was found, for people. */
  readonly origin?: string;
  /** Every place up to there, with what was or was not there. */
  readonly looked: readonly string[];
}

/**
 * In order: secret stores, Docker's configuration (helper of the host, helper of all, stored), Podman's. `repository` may be empty.
 */
export async function findCredential(
  host: string,
  repository: string,
  sources: CredentialSources,
  signal?: AbortSignal,
): Promise<CredentialSearch> {
  const looked: string[] = [];
  for (const store of sources.secretStores) {
    const credential = await store.find(host);
    if (credential) return { credential, origin: store.label, looked };
    looked.push(`${store.label} (has none)`);
  }
  for (const path of authFilePaths(sources)) {
    const read = await readAuthFile(path);
    if ('reason' in read) {
      looked.push(`${path} (${read.reason})`);
      continue;
    }
    const found = await lookInto(read.file, path, host, repository, sources, looked, signal);
    if (found) return { ...found, looked };
  }
  return { looked };
}

/** Docker's file, then Podman's. */
function authFilePaths({ environment, homeFolder }: CredentialSources): string[] {
  const { DOCKER_CONFIG, REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, XDG_CONFIG_HOME } = environment;
  const podman = REGISTRY_AUTH_FILE
    ? [REGISTRY_AUTH_FILE]
    : [
        ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
        // Where Podman keeps it on Windows and macOS.
        join(XDG_CONFIG_HOME || join(homeFolder, '.config'), 'containers', 'auth.json'),
      ];
  return [join(DOCKER_CONFIG || join(homeFolder, '.docker'), 'config.json'), ...podman];
}

async function lookInto(
  { helpers, store, auths }: AuthFile,
  path: string,
  host: string,
  repository: string,
  { askHelper }: CredentialSources,
  looked: string[],
  signal: AbortSignal | undefined,
): Promise<{ credential: Credential; origin: string } | undefined> {
  const names = storedNames(host);
  const own = findForRepository(helpers, names, repository);
  for (const helper of new Set([own, store])) {
    if (helper === undefined) continue;
    const answer = await askHelper(helper, serverName(host), signal);
    if ('credential' in answer)
      return { credential: answer.credential, origin: `docker-credential-${helper}` };
    looked.push(`docker-credential-${helper} (${answer.reason})`);
  }
  const credential = findForRepository(auths, names, repository);
  if (credential) return { credential, origin: path };
  looked.push(`${path} (nothing for ${host})`);
  return undefined;
}

/** Docker Hub goes by several names. */
const hubNames = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

function storedNames(host: string): string[] {
  return hubNames.includes(host) ? hubNames : [host];
}

/** How credential helpers call the server. */
function serverName(host: string): string {
  return hubNames.includes(host) ? 'https://index.docker.io/v1/' : host;
}

/** Which credentials were used or where they were looked for, in a sentence. */
export function describeSearch({ origin, looked }: CredentialSearch): string {
  return origin === undefined
    ? `No credentials were found: looked in ${looked.join(', ')}.`
    : `The credentials came from ${origin}.`;
}
