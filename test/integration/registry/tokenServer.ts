// Hands out tokens for docker-registry, as registries of the public cloud do: by password, by refresh token, or to anybody for reading.
// Knows nothing about what is stored.
import { createSign, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const refreshToken = 'a-refresh-token';

export class TokenServer {
  /** `GET ada repository:a:pull`, `POST refresh …`, `GET - …` of nobody. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #certificate: string;
  readonly #key: string;

  private constructor(cert: string, key: string) {
    this.#certificate = readFileSync(cert, 'utf8').replaceAll(/-----[^-]+-----|\s/g, '');
    this.#key = readFileSync(key, 'utf8');
    this.#server = createServer((request, answer) => {
      void this.#answer(request).then((token) => {
        answer.statusCode = token === undefined ? 401 : 200;
        answer.end(
          JSON.stringify(
            token === undefined ? { details: 'no' } : { token, access_token: token, expires_in: 300 },
          ),
        );
      });
    });
  }

  static async start(cert: string, key: string): Promise<TokenServer> {
    const server = new TokenServer(cert, key);
    await new Promise<void>((done) => server.#server.listen(0, '127.0.0.1', done));
    return server;
  }

  get realm(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/token`;
  }

  dispose(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage): Promise<string | undefined> {
    const url = new URL(request.url ?? '', 'http://localhost');
    const form = request.method === 'POST' ? new URLSearchParams(await text(request)) : url.searchParams;
    const scopes = form.getAll('scope').flatMap((scope) => scope.split(' '));
    const user = this.#user(request, form);
    this.asked.push(`${request.method ?? ''} ${user ?? '-'} ${scopes.join(' ')}`);
    if (user === 'wrong') return undefined;
    return this.#sign(
      form.get('service') ?? '',
      scopes.map((scope) => {
        const [type, name, actions = ''] = scope.split(':');
        const wanted = actions.split(',');
        return {
          type,
          name,
          actions: user === undefined ? wanted.filter((action) => action === 'pull') : wanted,
        };
      }),
    );
  }

  #user(request: IncomingMessage, form: URLSearchParams): string | undefined {
    if (request.method === 'POST') return form.get('refresh_token') === refreshToken ? 'refresh' : 'wrong';
    const basic = request.headers.authorization?.replace(/^Basic /, '');
    if (basic === undefined) return undefined;
    return Buffer.from(basic, 'base64').toString() === 'ada:lovelace' ? 'ada' : 'wrong';
  }

  #sign(service: string, access: object): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { typ: 'JWT', alg: 'RS256', x5c: [this.#certificate] };
    const claims = {
      iss: 'tests',
      sub: 'ada',
      aud: service,
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access,
    };
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(this.#key, 'base64url')}`;
  }
}
