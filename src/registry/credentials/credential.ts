// What a person is known by at a registry, and who keeps it. Knows no registry.

export type Credential =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** What Docker calls an identity token: a refresh token that is exchanged for others. */
  | { readonly kind: 'identityToken'; readonly token: string }
  /** Handed over as it is, as a bearer token. */
  | { readonly kind: 'registryToken'; readonly token: string }
  /** Of Microsoft Entra ID; Azure Container Registry gives an identity token for it. */
  | { readonly kind: 'entraToken'; readonly token: string };

/** Keeps credentials by host: VS Code's secret storage, or what a command was given. */
export interface SecretStore {
  /** For people: `VS Code's secret storage`. */
  readonly label: string;
  find(host: string): Promise<Credential | undefined>;
}

/** The user name under which Azure Container Registry takes a refresh token as the password. */
const ACR_TOKEN_USER = '00000000-0000-0000-0000-000000000000';
/** The user name by which credential helpers mark identity tokens. */
const HELPER_TOKEN_USER = '<token>';

/** A name and password as stored, by what they mean. */
export function readPassword(user: string, password: string): Credential {
  return user === HELPER_TOKEN_USER || user === ACR_TOKEN_USER
    ? { kind: 'identityToken', token: password }
    : { kind: 'password', user, password };
}

/** For a registry that asks for `Basic`; undefined when there is no password in it. */
export function basicAuthorization(credential: Credential): string | undefined {
  if (credential.kind === 'password') return encodeBasic(credential.user, credential.password);
  return credential.kind === 'identityToken' ? encodeBasic(ACR_TOKEN_USER, credential.token) : undefined;
}

function encodeBasic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
