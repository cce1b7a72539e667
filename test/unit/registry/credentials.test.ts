// Where credentials are found, and what they are taken for. Helpers are stand-ins here.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findForRepository, parseAuthFile } from '../../../src/registry/credentials/authFile.ts';
import {
  basicAuthorization,
  type Credential,
  readPassword,
} from '../../../src/registry/credentials/credential.ts';
import type { HelperAnswer } from '../../../src/registry/credentials/credentialProgram.ts';
import {
  type CredentialSources,
  describeSearch,
  findCredential,
} from '../../../src/registry/credentials/findCredential.ts';

const home = mkdtempSync(join(tmpdir(), 'credentials-'));
afterAll(() => rmSync(home, { recursive: true }));

const docker = join(home, '.docker/config.json');
const podman = join(home, 'run/containers/auth.json');
const encoded = (text: string): string => Buffer.from(text).toString('base64');
const password = (user: string): Credential => ({ kind: 'password', user, password: 'secret' });
const stored = (user: string): object => ({ auth: encoded(`${user}:secret`) });

function write(path: string, content: object | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

/** Helpers by name; what they were asked is kept. */
function sources(
  helpers: Readonly<Record<string, HelperAnswer>> = {},
  more: Partial<CredentialSources> = {},
): CredentialSources & { asked: string[] } {
  const asked: string[] = [];
  return {
    secretStores: [],
    environment: { XDG_RUNTIME_DIR: join(home, 'run') },
    homeFolder: home,
    askHelper: (name, server) => {
      asked.push(`${name} ${server}`);
      return Promise.resolve(helpers[name] ?? { reason: 'is not installed' });
    },
    asked,
    ...more,
  };
}

beforeEach(() => {
  rmSync(home, { recursive: true });
  mkdirSync(home);
});

describe('findCredential', () => {
  it('asks secret stores first', async () => {
    write(docker, { auths: { 'r.io': stored('docker') } });
    const store = { label: 'the store', find: () => Promise.resolve(password('store')) };
    const search = await findCredential('r.io', '', sources({}, { secretStores: [store] }));
    expect(search).toEqual({ credential: password('store'), origin: 'the store', looked: [] });
  });

  it("asks the host's helper, then that of all hosts, then takes what is stored", async () => {
    write(docker, { auths: { 'r.io': stored('docker') }, credHelpers: { 'r.io': 'own' }, credsStore: 'all' });
    const none: HelperAnswer = { reason: 'has none' };
    const own = sources({ own: { credential: password('own') } });
    expect((await findCredential('r.io', '', own)).origin).toBe('docker-credential-own');
    const all = sources({ own: none, all: { credential: password('all') } });
    expect((await findCredential('r.io', '', all)).origin).toBe('docker-credential-all');
    expect(all.asked).toEqual(['own r.io', 'all r.io']);
    const file = await findCredential('r.io', '', sources({ own: none, all: none }));
    expect(file).toMatchObject({ credential: password('docker'), origin: docker });
  });

  it("goes on to Podman's file, and tells every place when nothing is found", async () => {
    write(docker, { auths: {}, credsStore: 'desktop' });
    write(podman, { auths: { 'other.io': stored('x') } });
    const search = await findCredential('r.io', '', sources());
    expect(search.credential).toBeUndefined();
    expect(describeSearch(search)).toBe(
      `No credentials were found: looked in docker-credential-desktop (is not installed), ${docker} (nothing for r.io), ${podman} (nothing for r.io), ${join(home, '.config/containers/auth.json')} (not there).`,
    );
    write(podman, { auths: { 'r.io/team': stored('team'), 'r.io': stored('host') } });
    expect((await findCredential('r.io', 'team/a', sources())).credential).toEqual(password('team'));
    expect((await findCredential('r.io', 'teams', sources())).credential).toEqual(password('host'));
  });

  it('takes the files that the environment names', async () => {
    write(join(home, 'd/config.json'), { auths: {} });
    write(join(home, 'p.json'), { auths: { 'r.io': stored('podman') } });
    const environment = { DOCKER_CONFIG: join(home, 'd'), REGISTRY_AUTH_FILE: join(home, 'p.json') };
    const search = await findCredential('r.io', '', sources({}, { environment }));
    expect(search.origin).toBe(join(home, 'p.json'));
    expect(search.looked).toEqual([`${join(home, 'd/config.json')} (nothing for r.io)`]);
  });

  it('passes over files that are damaged', async () => {
    write(docker, '{"auths": ');
    write(podman, { auths: { 'r.io': stored('podman') } });
    const search = await findCredential('r.io', '', sources());
    expect(search.origin).toBe(podman);
    expect(search.looked).toEqual([`${docker} (not in the form of that file)`]);
  });

  it('knows Docker Hub by the names under which it is stored', async () => {
    write(docker, { auths: { 'https://index.docker.io/v1/': stored('hub') }, credsStore: 'all' });
    const hub = sources({ all: { reason: 'has none' } });
    expect((await findCredential('docker.io', '', hub)).credential).toEqual(password('hub'));
    expect(hub.asked).toEqual(['all https://index.docker.io/v1/']);
  });
});

describe('an entry', () => {
  const read = (entry: object): Credential | undefined =>
    parseAuthFile(JSON.stringify({ auths: { a: entry } }))?.auths.get('a');

  it.each<[string, object, Credential | undefined]>([
    ['a password with colons', { auth: encoded('u:a:b') }, { kind: 'password', user: 'u', password: 'a:b' }],
    [
      'null characters at the end',
      { auth: encoded('u:p\0\0') },
      { kind: 'password', user: 'u', password: 'p' },
    ],
    [
      'an identity token beside it',
      { auth: encoded('u:p'), identitytoken: 't' },
      { kind: 'identityToken', token: 't' },
    ],
    ['a registry token', { registrytoken: 't' }, { kind: 'registryToken', token: 't' }],
    ['name and password', { username: 'u', password: 'p' }, { kind: 'password', user: 'u', password: 'p' }],
    [
      "a refresh token under ACR's user name",
      { auth: encoded('00000000-0000-0000-0000-000000000000:t') },
      { kind: 'identityToken', token: 't' },
    ],
    ['nothing', {}, undefined],
    ['no user', { auth: encoded(':p') }, undefined],
  ])('with %s is understood', (_name, entry, credential) => {
    expect(read(entry)).toEqual(credential);
  });

  it('may be anything at all without an error', () => {
    fc.assert(fc.property(fc.json(), (text) => void parseAuthFile(text)));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (auths) => {
        const file = parseAuthFile(JSON.stringify({ auths, credHelpers: auths }));
        if (file) findForRepository(file.auths, ['r.io'], 'a');
      }),
    );
  });
});

it.each([
  ['r.io', 'a', true],
  ['https://r.io', 'a', true],
  ['https://r.io/v2/', 'a', true],
  ['R.IO', 'a', true],
  ['r.io/a', 'a/b', true],
  ['r.io/a', 'ab', false],
  ['r.io:443', 'a', false],
  ['evil-r.io', 'a', false],
  ['r.io.evil', 'a', false],
  ['', 'a', false],
])('what is stored under %j is for r.io/%s: %s', (key, repository, expected) => {
  expect(findForRepository(new Map([[key, true]]), ['r.io'], repository) ?? false).toBe(expected);
});

describe('a credential', () => {
  it('of a helper is an identity token when the user is <token>', () => {
    expect(readPassword('<token>', 't')).toEqual({ kind: 'identityToken', token: 't' });
  });

  it('is sent as Basic, an identity token under the name that ACR takes', () => {
    expect(basicAuthorization(password('ü'))).toBe(`Basic ${encoded('ü:secret')}`);
    expect(basicAuthorization({ kind: 'identityToken', token: 't' })).toBe(
      `Basic ${encoded('00000000-0000-0000-0000-000000000000:t')}`,
    );
    expect(basicAuthorization({ kind: 'registryToken', token: 't' })).toBeUndefined();
  });
});
