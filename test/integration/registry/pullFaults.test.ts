// What a broken or hostile registry gets when a module is pulled: a clear error, and nothing in the cache that is not what it should be.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModuleReference } from '../../../src/graph/moduleReference.ts';
import type { ConnectOptions } from '../../../src/registry/connect.ts';
import { followTags } from '../../../src/registry/followTags.ts';
import { pullModule, type PulledModule } from '../../../src/registry/pull.ts';
import { parseRegistry } from '../../../src/registry/reference.ts';
import { systemTime } from '../../../src/runtime/engine/systemTime.ts';
import { connect, error, folder, module, on, other, registry, waits } from './faultCase.ts';
import { digestOf, end, refuse } from './misbehavingRegistry.ts';

describe('a pulled module', () => {
  const cacheFile = (): string[] =>
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => /wasm|json/.test(name));

  function pull(
    more: Partial<ConnectOptions> = {},
    cacheFolder: string = join(folder, 'cache'),
  ): Promise<PulledModule> {
    return pullModule(parseModuleReference('a/temperature:1.0.0')!, {
      place: parseRegistry(`${registry.host}/team`),
      cacheFolder,
      isRefresh: false,
      connect: () => connect(more),
    });
  }

  function store(layer: object = {}, bytes: Buffer = module): void {
    const descriptor = {
      mediaType: 'application/wasm',
      digest: digestOf(module),
      size: module.length,
      ...layer,
    };
    registry.manifests.set(
      'team/a/temperature:1.0.0',
      Buffer.from(JSON.stringify({ config: descriptor, layers: [descriptor] })),
    );
    registry.blobs.set(`team/a/temperature@${digestOf(module)}`, bytes);
  }

  it('comes whole, also when the connection breaks in the middle', async () => {
    store();
    on(
      'GET',
      /blobs/,
      (answer) => {
        answer.setHeader('content-length', module.length);
        answer.write(module.subarray(0, 1000), () => answer.destroy());
      },
      2,
    );
    const { path, outcome } = await pull();
    expect(outcome).toBe('pulled');
    expect(readFileSync(path).equals(module)).toBe(true);
    expect(waits).toEqual([250, 500]);
  });

  it.each<[string, Buffer]>([
    ['other bytes', Buffer.alloc(module.length, 'x')],
    ['fewer bytes', module.subarray(1)],
    ['more bytes', Buffer.concat([module, module])],
  ])('with %s than promised is not kept', async (_name, bytes) => {
    store({}, bytes);
    await expect(pull()).rejects.toThrow(error('REGISTRY_DIGEST_MISMATCH', 'Nothing was kept'));
    expect(cacheFile()).toEqual([]);
  });

  it('with a manifest other than promised is refused', async () => {
    store();
    on('GET', /manifests/, (answer) => {
      answer.setHeader('docker-content-digest', digestOf(Buffer.from('other')));
      end(answer, 200, registry.manifests.get('team/a/temperature:1.0.0'));
    });
    await expect(pull()).rejects.toThrow(error('REGISTRY_DIGEST_MISMATCH', 'was promised'));
  });

  it.each<[string, object]>([
    [
      'a title that leads out of the folder',
      { annotations: { 'org.opencontainers.image.title': '../../evil.wasm' } },
    ],
    ['an absolute title', { annotations: { 'org.opencontainers.image.title': '/tmp/evil.wasm' } }],
    ['an absurd size', { size: 2 ** 40 }],
    ['no module in it', { mediaType: 'text/plain' }],
  ])('with %s is refused', async (_name, layer) => {
    store(layer);
    await expect(pull()).rejects.toThrow(error('REGISTRY_ARTIFACT_INVALID'));
    expect(cacheFile()).toEqual([]);
  });

  it('is not there', async () => {
    await expect(pull()).rejects.toThrow(
      error('REGISTRY_NOT_FOUND', `${registry.host}/team/a/temperature:1.0.0`),
    );
  });

  it('may lie elsewhere, where nobody learns the password', async () => {
    store();
    other.blobs.set(`x@${digestOf(module)}`, module);
    registry.misbehave = (request, answer) => {
      if (request.headers.authorization === undefined) {
        answer.setHeader('www-authenticate', 'Basic realm="a"');
        refuse(answer, 401, 'UNAUTHORIZED');
        return true;
      }
      if (!request.url?.includes('blobs')) return false;
      answer.setHeader('location', `http://${other.host}/v2/x/blobs/${digestOf(module)}`);
      end(answer, 307);
      return true;
    };
    expect((await pull()).outcome).toBe('pulled');
    expect(registry.asked.at(-1)!.authorization).toMatch(/^Basic /);
    expect(other.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('that is sent from place to place without an end is given up', async () => {
    store();
    on('GET', /blobs/, (answer, request) => {
      answer.setHeader('location', request.url ?? '');
      end(answer, 302);
    });
    await expect(pull()).rejects.toThrow(error('REGISTRY_ANSWER_INVALID', 'without an end'));
  });

  it('cannot be written where a file is in the way, which is told', async () => {
    store();
    writeFileSync(join(folder, 'cache'), '');
    await expect(pull()).rejects.toThrow(error('FILE_UNWRITABLE', 'move that file away'));
  });

  it('cannot be kept in a folder that is read-only, or whose path is too long, which is told', async () => {
    store();
    await expect(pull({}, '/sys/cache')).rejects.toThrow(error('FILE_UNWRITABLE', 'read-only for you'));
    const long = join(folder, 'l'.repeat(300));
    await expect(pull({}, long)).rejects.toThrow(error('FILE_UNWRITABLE', 'path is too long'));
  });

  it('is pulled anew when its tag is pushed anew, also after the registry was away', async () => {
    const lines: string[] = [];
    store();
    const { path } = await pull();
    const following = await followTags([{ path, references: ['a/temperature:1.0.0'] }], {
      connect: (place) => connect({ place }),
      startTimer: systemTime.startTimer,
      intervalMs: 1,
      logger: { log: (level, message) => void lines.push(`${level} ${message}`) },
    });
    try {
      on('GET', /manifests/, (answer) => refuse(answer, 401, 'UNAUTHORIZED'));
      await expect.poll(() => lines.join('\n')).toContain('warn Tags cannot be followed: ');
      registry.misbehave = () => false;
      const pushed = Buffer.concat([module, Buffer.from('more')]);
      const descriptor = { mediaType: 'application/wasm', digest: digestOf(pushed), size: pushed.length };
      registry.blobs.set(`team/a/temperature@${digestOf(pushed)}`, pushed);
      registry.manifests.set(
        'team/a/temperature:1.0.0',
        Buffer.from(JSON.stringify({ config: descriptor, layers: [descriptor] })),
      );
      await expect.poll(() => readFileSync(path).equals(pushed)).toBe(true);
      await expect.poll(() => lines.join('\n')).toContain('has another content now');
    } finally {
      following.dispose();
    }
  });

  it('that somebody put there by hand stays', async () => {
    const { path } = await (store(), pull());
    rmSync(path.replace('.wasm', '.json'));
    writeFileSync(path, 'by hand');
    registry.asked.length = 0;
    expect((await pull()).outcome).toBe('kept');
    expect(registry.asked).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('by hand');
  });
});

describe('a registry', () => {
  it('on another machine is not spoken to over plain HTTP', async () => {
    await expect(connect({ place: parseRegistry('http://registry.example/a') })).rejects.toThrow(
      error('REGISTRY_INSECURE'),
    );
  });

  it('that is not there is told', async () => {
    const { host } = other;
    other.dispose();
    await expect(connect({ place: parseRegistry(host) })).rejects.toThrow(
      error('REGISTRY_UNREACHABLE', `Could not reach the registry at ${host}`),
    );
  });

  it('on this machine is asked for TLS first, then over plain HTTP', async () => {
    const client = await connect({ place: parseRegistry(registry.host) });
    expect(
      await client.findManifest({ host: registry.host, repository: 'a', tag: '1' }, 'pull'),
    ).toBeUndefined();
  });
});
