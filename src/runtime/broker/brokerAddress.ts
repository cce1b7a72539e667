// Where an outside broker is and how to get there: URL, TLS, and what to tell when it fails. Knows nothing about MQTT's
// packets.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import { AppError, describeError } from '../../base/errors.ts';

export interface TlsOptions {
  /** PEM. Default: the authorities Node trusts. */
  readonly ca?: string | Buffer;
  /** PEM; with `key`, for brokers that ask clients for a certificate. */
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  /** Accepts any certificate. Default false. */
  readonly isInsecureTlsAllowed?: boolean;
}

export interface BrokerAddress {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly username?: string;
  readonly password?: string;
}

const PROTOCOLS: ReadonlyMap<string, { readonly port: number; readonly isTls: boolean }> = new Map([
  ['mqtt:', { port: 1883, isTls: false }],
  ['tcp:', { port: 1883, isTls: false }],
  ['mqtts:', { port: 8883, isTls: true }],
  ['ssl:', { port: 8883, isTls: true }],
  ['tls:', { port: 8883, isTls: true }],
]);

/** Reads `mqtt://[user[:password]@]host[:port]` or `mqtts://…`. The result's `url` has no password. Errors: USAGE. */
export function parseBrokerUrl(text: string): BrokerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const protocol = url && PROTOCOLS.get(url.protocol);
  if (!protocol || url.hostname === '')
    throw new AppError(
      'USAGE',
      `"${hidePassword(text)}" is not a broker's address. Write mqtt://host:1883, or mqtts://host:8883 for TLS.`,
    );
  const port = url.port === '' ? protocol.port : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    url: `${protocol.isTls ? 'mqtts' : 'mqtt'}://${url.hostname}:${String(port)}`,
    host,
    port,
    isTls: protocol.isTls,
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
  };
}

function hidePassword(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//…@');
}

/** Errors: FILE_INVALID for a certificate or key that cannot be used, before a connection is tried. */
export function checkTlsOptions({ ca, cert, key }: TlsOptions): void {
  try {
    createSecureContext({
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
  } catch (error) {
    throw new AppError(
      'FILE_INVALID',
      `The certificate or key for the broker cannot be used: ${describeError(error)}. Both have to be PEM and belong together.`,
      { cause: error },
    );
  }
}

/** Opens a connection; small packets go out without delay. */
export function openSocket({ host, port, isTls }: BrokerAddress, tls: TlsOptions): Socket {
  if (!isTls) return connectTcp({ host, port, noDelay: true });
  const { ca, cert, key, isInsecureTlsAllowed = false } = tls;
  const socket = connectTls({
    host,
    port,
    // RFC 6066 §3: no IP addresses as server names.
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    rejectUnauthorized: !isInsecureTlsAllowed,
  });
  socket.setNoDelay(true);
  return socket;
}

/** Why a first connection failed, and what to check. */
export function describeConnectFailure({ url, isTls }: BrokerAddress, error: Error | undefined): AppError {
  const reasonCode = readCode(error);
  const cause = { cause: error };
  if (typeof reasonCode === 'number')
    return new AppError(
      'BROKER_REFUSED',
      `The broker at ${url} refused the connection: ${reasonOf(error)} (reason code ${String(reasonCode)}). ${adviceForReason(reasonCode)}`,
      cause,
    );
  if (error === undefined)
    return new AppError(
      'BROKER_REFUSED',
      `The broker at ${url} ended the connection before answering. Check that it speaks MQTT 5 on this port${isTls ? '' : ' and does not expect TLS (mqtts://)'}.`,
    );
  return new AppError(
    'BROKER_UNREACHABLE',
    `The broker at ${url} cannot be reached: ${describeError(error) || String(reasonCode)}. ${adviceForSystem(String(reasonCode), isTls)}`,
    cause,
  );
}

function readCode(error: Error | undefined): unknown {
  return error && 'code' in error ? error.code : undefined;
}

function reasonOf(error: Error | undefined): string {
  return describeError(error).replace(/^Connection refused: /, '');
}

// MQTT 5 §3.2.2.2 and, from brokers that answer in the old way, 3.1.1 §3.2.2.3.
function adviceForReason(code: number): string {
  if (code === 134 || code === 4) return 'Check user name and password.';
  if (code === 135 || code === 5)
    return 'Check user name and password, and what the broker allows this client.';
  if (code === 132 || code === 1) return 'The broker has to speak MQTT 5.';
  if (code === 133 || code === 2) return 'Choose another client identifier.';
  return 'See the broker’s log for the reason.';
}

function adviceForSystem(code: string, isTls: boolean): string {
  if (/^(?:ENOTFOUND|EAI_AGAIN)$/.test(code)) return 'Check the host name.';
  if (code.endsWith('ALERT_CERTIFICATE_REQUIRED'))
    return 'The broker asks for a certificate of the client: give one with its key.';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(code))
    return 'Check the certificate: give the authority that signed it, and use the host name it was made for.';
  if (/SSL|EPROTO/.test(code))
    return 'Check that the port expects TLS; without TLS the address starts with mqtt://.';
  if (code === 'ECONNRESET' && !isTls)
    return 'Check that the port does not expect TLS; with TLS the address starts with mqtts://.';
  return `Check host and port${isTls ? ', TLS' : ''} and that the broker is running.`;
}
