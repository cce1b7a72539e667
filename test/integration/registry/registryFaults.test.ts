// What a broken or hostile registry gets when a graph is pushed: a clear error, nothing half-done, and a second push that goes well.
import { describe, expect, it } from 'vitest';
import { error, expectRepeatable, folder, module, on, other, push, registry, waits } from './faultCase.ts';
import { digestOf, end, refuse } from './misbehavingRegistry.ts';

const upload = /\/team\/temperature\/blobs\/uploads\//;

describe('an upload', () => {
  it.each<[string, number, string, string, string]>([
    ['that needs a login', 401, 'UNAUTHORIZED', 'REGISTRY_AUTHENTICATION', 'upload'],
    ['that is not allowed', 403, 'DENIED', 'REGISTRY_DENIED', 'not allowed (403, "DENIED")'],
    ['that is too large', 413, '', 'REGISTRY_TOO_LARGE', 'upload temperature.wasm at'],
    [
      'that does not arrive as it was sent',
      400,
      'DIGEST_INVALID',
      'REGISTRY_DIGEST_MISMATCH',
      'not what was sent',
    ],
    ['to something else', 418, '', 'REGISTRY_ANSWER_INVALID', '418'],
  ])('%s is told as such, and can be repeated', async (_name, status, code, expected, message) => {
    on('PUT', upload, (answer) => refuse(answer, status, code));
    await expect(push()).rejects.toThrow(error(expected, message));
    expect(waits).toEqual([]);
    await expectRepeatable();
  });

  it('that is refused while it is being sent is told by the answer, not by the broken connection', async () => {
    on('PUT', upload, (answer) => {
      answer.setHeader('connection', 'close');
      refuse(answer, 413, 'TOO_LARGE');
    });
    await expect(push()).rejects.toThrow(error('REGISTRY_TOO_LARGE'));
  });

  it('that is interrupted begins anew and goes well', async () => {
    on('PUT', upload, (_answer, request) => void request.once('data', () => request.destroy()), 2);
    const { artifacts } = await push();
    expect(artifacts).toHaveLength(2);
    expect(waits).toEqual([250, 500]);
    expect(registry.steps.filter((step) => step.startsWith('POST /v2/team/temperature'))).toHaveLength(4);
  });

  it('that is interrupted again and again is given up', async () => {
    on('PUT', upload, (_answer, request) => void request.once('data', () => request.destroy()));
    await expect(push()).rejects.toThrow(error('REGISTRY_INTERRUPTED', 'broke again and again'));
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
    await expectRepeatable();
  });

  it('goes on after 429 when the registry says so, and after a fault', async () => {
    on(
      'PUT',
      upload,
      (answer) => {
        answer.setHeader('retry-after', '7');
        refuse(answer, 429, 'TOOMANYREQUESTS');
      },
      1,
    );
    await push();
    expect(waits).toEqual([7000]);
  });

  it.each([
    [429, 'REGISTRY_BUSY'],
    [503, 'REGISTRY_FAILED'],
  ])('is given up after six times %d', async (status, code) => {
    on('PUT', upload, (answer) => refuse(answer, status, ''));
    await expect(push()).rejects.toThrow(error(code));
    expect(waits).toHaveLength(5);
    await expectRepeatable();
  });

  it('to another host gets nothing', async () => {
    on('POST', upload, (answer) => {
      answer.setHeader('location', `http://${other.host}/steal`);
      end(answer, 202);
    });
    await expect(push()).rejects.toThrow(error('REGISTRY_ANSWER_UNSAFE', 'upload to another host'));
    expect(other.asked).toEqual([]);
    await expectRepeatable();
  });

  it('without a place to go is told', async () => {
    on('POST', upload, (answer) => end(answer, 202));
    await expect(push()).rejects.toThrow(
      error('REGISTRY_ANSWER_INVALID', 'did not say where an upload goes on'),
    );
  });

  it('to a registry that falls silent ends', async () => {
    on('PUT', upload, () => undefined);
    await expect(push({ idleTimeoutMs: 100 })).rejects.toThrow(error('REGISTRY_UNREACHABLE', 'nothing came'));
  });

  it('ends when it is cancelled, and the rest goes with the next', async () => {
    const controller = new AbortController();
    on('PUT', upload, (_answer, request) => void request.once('data', () => controller.abort()));
    await expect(push({ signal: controller.signal })).rejects.toThrow(error('REGISTRY_CANCELLED'));
    await expectRepeatable();
  });

  it('tells its progress up to the last byte', async () => {
    const seen: number[] = [];
    let total = 0;
    await push(
      {},
      {
        onProgress: ({ sentBytes, totalBytes }) => {
          seen.push(sentBytes);
          total = totalBytes;
        },
      },
    );
    expect(total).toBe(module.length + 5);
    expect(seen.at(-1)).toBe(total);
    expect(seen.length).toBeGreaterThan(10);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('takes a blob from another repository that has it', async () => {
    await push();
    registry.manifests.clear();
    for (const key of [...registry.blobs.keys()]) if (key.startsWith('team/b@')) registry.blobs.delete(key);
    const { artifacts } = await push({}, {}, ['temperature:1.0.0', 'b:1.0.0']);
    expect(artifacts).toHaveLength(3);
    const puts = registry.asked.filter(
      ({ method, url }) => method === 'PUT' && url.includes('/team/b/blobs'),
    );
    const mounts = registry.asked.filter(({ url }) => url.includes(`/team/b/blobs/uploads/?mount=`));
    expect(mounts.length).toBeGreaterThan(0);
    expect(puts.length + mounts.length).toBe(2);
  });
});

describe('a graph', () => {
  const empty = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const config = (): unknown =>
    (JSON.parse(registry.manifests.get('team/graph:1.0.0')!.toString()) as { config: unknown }).config;
  const fallback = {
    mediaType: 'application/vnd.microsoft.aio.graph.v1+yaml',
    digest: digestOf(Buffer.from('{}')),
    size: 2,
  };

  it.each([400, 411, 500])(
    'gets {} for its config when the blob without bytes is refused with %d',
    async (status) => {
      on('PUT', new RegExp(`uploads/.*${encodeURIComponent(empty)}`), (answer) =>
        refuse(answer, status, 'SIZE_INVALID'),
      );
      const { notices } = await push();
      expect(config()).toEqual(fallback);
      expect(notices).toEqual([expect.stringContaining('takes no blob without bytes')]);
    },
  );

  it('gets {} for its config when the manifest is refused for it', async () => {
    on('PUT', /team\/graph\/manifests/, (answer) => refuse(answer, 400, 'MANIFEST_INVALID'), 1);
    expect((await push()).notices).toHaveLength(1);
    expect(config()).toEqual(fallback);
  });

  it('is not tagged when a module fails', async () => {
    on('PUT', /team\/temperature\/manifests/, (answer) => refuse(answer, 403, 'DENIED'));
    await expect(push()).rejects.toThrow(error('REGISTRY_DENIED', 'write team/temperature:1.0.0'));
    expect(registry.steps.filter((step) => step.startsWith('PUT') && step.includes('team/graph'))).toEqual(
      [],
    );
    await expectRepeatable();
  });

  it('says that tags cannot be overwritten', async () => {
    registry.manifests.set('team/graph:1.0.0', Buffer.from('{}'));
    on('PUT', /team\/graph\/manifests/, (answer) =>
      refuse(answer, 412, 'PRECONDITION', 'configured as immutable'),
    );
    await expect(push({}, { isOverwriteAllowed: true })).rejects.toThrow(
      error('REGISTRY_TAG_IMMUTABLE', 'Raise the version'),
    );
  });

  it('does not overwrite another content unasked', async () => {
    registry.manifests.set('team/graph:1.0.0', Buffer.from('{}'));
    await expect(push()).rejects.toThrow(error('REGISTRY_TAG_EXISTS', 'team/graph:1.0.0'));
    expect(registry.steps.filter((step) => !step.startsWith('GET'))).toEqual([]);
  });

  it('is read back, and something else there is told', async () => {
    registry.misbehave = (request, answer) => {
      if (request.method !== 'PUT' || !request.url?.includes('graph/manifests')) return false;
      registry.manifests.set('team/graph:1.0.0', Buffer.from('{"other":1}'));
      end(answer, 201);
      return true;
    };
    await expect(push()).rejects.toThrow(error('REGISTRY_DIGEST_MISMATCH', 'Somebody else may have pushed'));
  });
});

describe('a login', () => {
  it('is not made again and again', async () => {
    registry.misbehave = (_request, answer) => {
      answer.setHeader('www-authenticate', 'Basic realm="a"');
      refuse(answer, 401, 'UNAUTHORIZED');
      return true;
    };
    await expect(push()).rejects.toThrow(
      error('REGISTRY_AUTHENTICATION', 'The credentials came from the test.'),
    );
    expect(registry.asked.length).toBeLessThanOrEqual(4);
  });

  it('over plain HTTP elsewhere gets no password', async () => {
    registry.misbehave = (_request, answer) => {
      answer.setHeader('www-authenticate', 'Bearer realm="http://registry.example/token",service="a"');
      refuse(answer, 401, 'UNAUTHORIZED');
      return true;
    };
    await expect(push()).rejects.toThrow(error('REGISTRY_INSECURE', 'registry.example'));
  });

  it('that answers without a token, or with what cannot be one, is told', async () => {
    for (const token of ['', 'a\nb', 5]) {
      registry.misbehave = (request, answer) => {
        if (request.url?.startsWith('/token')) end(answer, 200, Buffer.from(JSON.stringify({ token })));
        else {
          answer.setHeader('www-authenticate', `Bearer realm="http://${registry.host}/token"`);
          refuse(answer, 401, 'UNAUTHORIZED');
        }
        return true;
      };
      await expect(push()).rejects.toThrow(error('REGISTRY_ANSWER_INVALID', 'answered without a token'));
    }
  });

  it("with Entra's token is for Azure Container Registry only", async () => {
    registry.misbehave = (_request, answer) => {
      answer.setHeader('www-authenticate', `Bearer realm="http://${registry.host}/token"`);
      refuse(answer, 401, 'UNAUTHORIZED');
      return true;
    };
    const find = (): Promise<{ kind: 'entraToken'; token: string }> =>
      Promise.resolve({ kind: 'entraToken', token: 'very-secret' });
    const { credentials } = {
      credentials: { secretStores: [{ label: 'entra', find }], environment: {}, homeFolder: folder },
    };
    const askHelper = (): Promise<{ reason: string }> => Promise.resolve({ reason: 'has none' });
    await expect(push({ credentials: { ...credentials, askHelper } })).rejects.toThrow(
      error('CREDENTIALS_INVALID'),
    );
    expect(registry.steps.some((step) => step.includes('oauth2'))).toBe(false);
  });

  it('is made anew when a token has run out', async () => {
    let current = 1;
    registry.misbehave = (request, answer) => {
      if (request.url?.startsWith('/token')) {
        end(answer, 200, Buffer.from(JSON.stringify({ token: `t${String(current)}` })));
        return true;
      }
      if (request.method === 'PUT' && request.url?.includes('uploads') && current === 1) current = 2;
      if (request.headers.authorization === `Bearer t${String(current)}`) return false;
      answer.setHeader('www-authenticate', `Bearer realm="http://${registry.host}/token"`);
      refuse(answer, 401, 'UNAUTHORIZED');
      return true;
    };
    expect((await push()).artifacts).toHaveLength(2);
  });
});
