// Finds out how a registry is spoken to, and opens a client for it. Knows nothing about what is pushed or pulled.
import { RegistryClient, type ClientOptions } from './client.ts';
import { discard, exchange } from './httpExchange.ts';
import type { RegistryPlace } from './reference.ts';
import { describeFailure } from './registryFailure.ts';
import { isLoopback } from './safeUrls.ts';
import { readTrustedCertificates } from './trustedCertificates.ts';

export interface ConnectOptions extends Omit<
  ClientOptions,
  'host' | 'scheme' | 'credentialPath' | 'certificates'
> {
  readonly place: RegistryPlace;
  /** A certificate authority to trust besides the others, PEM. */
  readonly certificateFile?: string;
}

const PROBE_TIMEOUT_MS = 10_000;

/**
 * Opens a client. HTTPS, unless plain HTTP is allowed (this machine, or the user says so) and nothing there speaks TLS. A certificate
 * that is not trusted is never a reason to go without. Errors: REGISTRY_INSECURE, REGISTRY_UNREACHABLE, REGISTRY_TLS,
 * FILE_UNREADABLE, FILE_INVALID.
 */
export async function connectRegistry(options: ConnectOptions): Promise<RegistryClient> {
  const { place, certificateFile, ...rest } = options;
  const certificates =
    certificateFile === undefined
      ? undefined
      : await readTrustedCertificates(certificateFile, options.credentials.environment);
  const trust = certificates && { certificates };
  const isHttpAllowed = options.isInsecureAllowed || isLoopback(hostname(place.host));
  const scheme =
    place.scheme ??
    (isHttpAllowed && !(await speaksTls(place.host, options, certificates)) ? 'http' : 'https');
  return new RegistryClient({ ...rest, ...trust, host: place.host, scheme, credentialPath: place.prefix });
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '');
}

async function speaksTls(
  host: string,
  { signal, words }: ConnectOptions,
  certificates: readonly string[] | undefined,
): Promise<boolean> {
  try {
    const url = new URL(`https://${host}/v2/`);
    const answer = await exchange({
      method: 'GET',
      url,
      idleTimeoutMs: PROBE_TIMEOUT_MS,
      ...(signal && { signal }),
      ...(certificates && { certificates }),
    });
    await discard(answer);
    return true;
  } catch (error) {
    if (isPlainHttp(error, host)) return false;
    throw describeFailure(error, {
      host,
      step: 'reach the registry',
      credentials: '',
      words,
      ...(signal && { signal }),
    });
  }
}

// What Node says when the other side answers a TLS greeting in plain HTTP, or hangs up on it. Without a port, HTTP has another one.
function isPlainHttp(error: unknown, host: string): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return false;
  if (code === 'ECONNREFUSED') return !/:\d+$/.test(host);
  return /^(?:EPROTO|ECONNRESET|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(code);
}
