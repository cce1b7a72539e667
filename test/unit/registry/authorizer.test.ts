// What is shown to whom; a registry's whole conversation is in test/integration/registry.
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { registryWords as words } from '../../../src/cli/registryFlags.ts';
import { Authorizer } from '../../../src/registry/authorizer.ts';
import type { Credential } from '../../../src/registry/credentials/credential.ts';

/** Notes each request and answers it with the next of `answers`. */
function authorize(
  credential: Credential | undefined,
  answers: readonly object[],
  origin = 'https://r.io/',
): { authorizer: Authorizer; sent: string[] } {
  const sent: string[] = [];
  const left = [...answers];
  const authorizer = new Authorizer({
    origin: new URL(origin),
    isInsecureAllowed: false,
    words,
    findCredential: () => Promise.resolve({ looked: [], ...(credential && { credential, origin: 'test' }) }),
    encode: (body) => ({ size: body.length, open: () => Readable.from([Buffer.from(body)]) }),
    send: async ({ method, url, headers, body }) => {
      const form = body ? await text(body.open()) : '';
      sent.push([method, url.href, headers?.authorization ?? '', form].filter(Boolean).join(' '));
      const answer = Readable.from([Buffer.from(JSON.stringify(left.shift() ?? {}))]);
      return { status: 200, headers: {}, body: answer as unknown as IncomingMessage };
    },
  });
  return { authorizer, sent };
}

const bearer = 'Bearer realm="https://auth.io/token",service="svc"';
const scope = 'repository:a:pull,push repository:b:pull';
const scopes = 'scope=repository%3Aa%3Apull%2Cpush&scope=repository%3Ab%3Apull';

it('shows nothing before it is asked', async () => {
  const { authorizer, sent } = authorize({ kind: 'password', user: 'u', password: 'p' }, []);
  expect(await authorizer.header(scope)).toBeUndefined();
  expect([sent, authorizer.description]).toEqual([[], '']);
});

it('gets a token for a password, once for several requests', async () => {
  const { authorizer, sent } = authorize({ kind: 'password', user: 'u', password: 'p' }, [{ token: 't' }]);
  expect(await authorizer.learn(bearer, scope, undefined)).toBe(true);
  expect(await Promise.all([authorizer.header(scope), authorizer.header(scope)])).toEqual([
    'Bearer t',
    'Bearer t',
  ]);
  expect(sent).toEqual([`GET https://auth.io/token?service=svc&${scopes} Basic dTpw`]);
  expect(authorizer.description).toBe('The credentials came from test.');
});

it('gets a token for nobody', async () => {
  const { authorizer, sent } = authorize(undefined, [{ access_token: 't' }]);
  await authorizer.learn(bearer, 'repository:a:pull', undefined);
  expect(await authorizer.header('repository:a:pull')).toBe('Bearer t');
  expect(sent).toEqual(['GET https://auth.io/token?service=svc&scope=repository%3Aa%3Apull']);
});

it('exchanges an identity token', async () => {
  const { authorizer, sent } = authorize({ kind: 'identityToken', token: 'id' }, [{ access_token: 't' }]);
  await authorizer.learn(bearer, 'repository:a:pull', undefined);
  expect(await authorizer.header('repository:a:pull')).toBe('Bearer t');
  expect(sent).toEqual([
    'POST https://auth.io/token grant_type=refresh_token&service=svc&client_id=dataflow-graph&scope=repository%3Aa%3Apull&refresh_token=id',
  ]);
});

it("exchanges Entra's token at Azure Container Registry, then what it got for it", async () => {
  const challenge = 'Bearer realm="https://x.azurecr.io/oauth2/token",service="x.azurecr.io"';
  const answers = [{ refresh_token: 'refresh' }, { access_token: 't' }];
  const { authorizer, sent } = authorize(
    { kind: 'entraToken', token: 'entra' },
    answers,
    'https://x.azurecr.io/',
  );
  await authorizer.learn(challenge, 'repository:a:pull', undefined);
  expect(await authorizer.header('repository:a:pull')).toBe('Bearer t');
  expect(sent).toEqual([
    'POST https://x.azurecr.io/oauth2/exchange grant_type=access_token&service=x.azurecr.io&access_token=entra',
    'POST https://x.azurecr.io/oauth2/token grant_type=refresh_token&service=x.azurecr.io&client_id=dataflow-graph&scope=repository%3Aa%3Apull&refresh_token=refresh',
  ]);
});

it('does not try again with what was refused, but with a new token for one that was good', async () => {
  const { authorizer } = authorize(undefined, [{ token: 't1' }, { token: 't2' }]);
  await authorizer.learn(bearer, scope, undefined);
  const first = await authorizer.header(scope);
  expect(await authorizer.learn(bearer, scope, first)).toBe(false);
  const second = await authorizer.header(scope);
  authorizer.accepted(second);
  expect([first, second]).toEqual(['Bearer t1', 'Bearer t2']);
  expect(await authorizer.learn(bearer, scope, second)).toBe(true);
});

it('shows a password as Basic when that is wanted, and only once', async () => {
  const { authorizer } = authorize({ kind: 'password', user: 'u', password: 'p' }, []);
  expect(await authorizer.learn('Basic realm="a"', scope, undefined)).toBe(true);
  expect(await authorizer.header(scope)).toBe('Basic dTpw');
  expect(await authorizer.learn('Basic realm="a"', scope, 'Basic dTpw')).toBe(false);
});

it('has nothing for a registry that wants something unknown', async () => {
  const { authorizer } = authorize({ kind: 'password', user: 'u', password: 'p' }, []);
  expect(await authorizer.learn('Negotiate', scope, undefined)).toBe(false);
  expect(await authorizer.learn(undefined, scope, undefined)).toBe(false);
});
