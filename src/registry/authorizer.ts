// Shows a registry who is asking, once it wants to know: passwords, tokens by scope, and what is exchanged for them. Knows nothing
// about what is asked for.
import { AppError } from '../base/errors.ts';
import { readFailure } from './answerFailure.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicAuthorization, type Credential } from './credentials/credential.ts';
import { type CredentialSearch, describeSearch } from './credentials/findCredential.ts';
import { type HttpAnswer, type HttpRequest, readBytes } from './httpExchange.ts';
import type { RegistryWords } from './registryWords.ts';
import { readRealm } from './safeUrls.ts';

export interface AuthorizerOptions {
  /** Of the registry: `https://ghcr.io/`. */
  readonly origin: URL;
  readonly isInsecureAllowed: boolean;
  readonly words: RegistryWords;
  /** Called once, when the registry asks. */
  readonly findCredential: () => Promise<CredentialSearch>;
  /** Sends one request to whoever hands out tokens; rejects when that may go well later. */
  readonly send: (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>) => Promise<HttpAnswer>;
  /** Makes a body of a text. */
  readonly encode: (text: string) => NonNullable<HttpRequest['body']>;
}

/** Who hands out tokens for this registry. */
interface TokenServer {
  readonly realm: URL;
  readonly service: string | undefined;
}

const MAX_TOKEN_BYTES = 1024 * 1024;
/** As Docker's clients call themselves by name. */
const CLIENT_ID = 'dataflow-graph';
/** Hosts that get a token of Microsoft Entra ID; it opens more than one registry. */
const acrHost = /\.azurecr\.(?:io|cn|us|de)$/;

export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #tokens = new Map<string, Promise<string>>();
  #search: Promise<CredentialSearch> | undefined;
  #found: CredentialSearch | undefined;
  #tokenServer: TokenServer | undefined;
  #basic: string | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** Which credentials were used, or where they were looked for; empty as long as the registry has not asked. */
  get description(): string {
    return this.#found ? describeSearch(this.#found) : '';
  }

  /** The header for a request, as far as is known what the registry wants. `scope`: `repository:name:pull,push`. */
  async header(scope: string): Promise<string | undefined> {
    if (this.#basic !== undefined) return this.#basic;
    return this.#tokenServer && `Bearer ${await this.#token(this.#tokenServer, scope)}`;
  }

  /**
   * Learns from a 401 what the registry wants; `used` is the header that was not good enough. Returns whether another attempt has
   * another header. Errors: REGISTRY_ANSWER_UNSAFE, REGISTRY_ANSWER_INVALID, REGISTRY_INSECURE.
   */
  async learn(
    wwwAuthenticate: string | undefined,
    scope: string,
    used: string | undefined,
  ): Promise<boolean> {
    const challenges = parseChallenges(wwwAuthenticate ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) return this.#learnBearer(bearer, scope, used);
    if (!challenges.some(({ scheme }) => scheme === 'basic')) return false;
    const { credential } = await this.#credential();
    this.#basic = credential && basicAuthorization(credential);
    return this.#basic !== undefined && this.#basic !== used;
  }

  #learnBearer({ parameters }: Challenge, scope: string, used: string | undefined): boolean {
    const { origin, isInsecureAllowed, words } = this.#options;
    const realm = readRealm(origin, parameters.get('realm'), isInsecureAllowed, words);
    this.#tokenServer = { realm, service: parameters.get('service') };
    // Tokens live for minutes; one that was good before is fetched anew.
    if (used !== undefined) this.#tokens.delete(scope);
    return used === undefined || !this.#fresh.has(used);
  }

  /** Headers with tokens that have not been accepted once: fetching them anew would change nothing. */
  readonly #fresh = new Set<string>();

  /** Told when the registry has accepted a header. */
  accepted(header: string | undefined): void {
    if (header !== undefined) this.#fresh.delete(header);
  }

  #token(server: TokenServer, scope: string): Promise<string> {
    let token = this.#tokens.get(scope);
    if (!token) {
      token = this.#fetchToken(server, scope).then((text) => {
        this.#fresh.add(`Bearer ${text}`);
        return text;
      });
      this.#tokens.set(scope, token);
      token.catch(() => this.#tokens.delete(scope));
    }
    return token;
  }

  async #fetchToken(server: TokenServer, scope: string): Promise<string> {
    const { credential } = await this.#credential();
    if (credential?.kind === 'registryToken') return credential.token;
    if (credential?.kind === 'entraToken')
      return this.#refresh(server, scope, await this.#exchangeEntra(credential));
    if (credential?.kind === 'identityToken') return this.#refresh(server, scope, credential.token);
    const url = new URL(server.realm);
    if (server.service !== undefined) url.searchParams.append('service', server.service);
    for (const part of scope.split(' ')) url.searchParams.append('scope', part);
    const authorization = credential && basicAuthorization(credential);
    const answer = await this.#options.send({
      method: 'GET',
      url,
      headers: { ...(authorization && { authorization }) },
    });
    return this.#readToken(answer, ['token', 'access_token']);
  }

  async #refresh(server: TokenServer, scope: string, refreshToken: string): Promise<string> {
    const answer = await this.#post(server.realm, {
      grant_type: 'refresh_token',
      ...(server.service !== undefined && { service: server.service }),
      client_id: CLIENT_ID,
      scope,
      refresh_token: refreshToken,
    });
    return this.#readToken(answer, ['access_token', 'token']);
  }

  // https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md, "Authenticating docker with an Azure container registry".
  async #exchangeEntra({ token }: Extract<Credential, { kind: 'entraToken' }>): Promise<string> {
    const { origin } = this.#options;
    if (!acrHost.test(origin.hostname))
      throw new AppError(
        'CREDENTIALS_INVALID',
        `${origin.host} was not given the token of Microsoft Entra ID, which opens other things too: it is no Azure Container Registry (*.azurecr.io). Use a password or token of that registry.`,
      );
    const answer = await this.#post(new URL('/oauth2/exchange', origin), {
      grant_type: 'access_token',
      service: origin.host,
      access_token: token,
    });
    return this.#readToken(answer, ['refresh_token']);
  }

  #post(url: URL, form: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const body = this.#options.encode(new URLSearchParams(form).toString());
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#options.send({ method: 'POST', url, headers, body });
  }

  async #readToken(answer: HttpAnswer, keys: readonly string[]): Promise<string> {
    if (answer.status !== 200) throw await readFailure(answer);
    const text = new TextDecoder().decode(await readBytes(answer, MAX_TOKEN_BYTES));
    const values = parseObject(text);
    const token = keys.map((key) => values?.[key]).find((value) => typeof value === 'string' && value !== '');
    // What becomes a header must have the form of one.
    if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
    throw new AppError(
      'REGISTRY_ANSWER_INVALID',
      `The login of ${this.#options.origin.host} answered without a token. Check that this is a container registry.`,
    );
  }

  async #credential(): Promise<CredentialSearch> {
    this.#search ??= this.#options.findCredential();
    this.#found = await this.#search;
    return this.#found;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // No JSON: no token in it either.
  }
}
