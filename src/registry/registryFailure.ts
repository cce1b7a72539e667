// Makes of every failure of a registry or the way to it one sentence that names the step, the registry, the cause and what to do.
// Knows nothing about what is pushed or pulled.
import { AppError, describeError, type ErrorCode, isSystemError } from '../base/errors.ts';
import { AnswerFailure } from './answerFailure.ts';
import type { RegistryWords } from './registryWords.ts';

/** What was being done. */
export interface FailedStep {
  /** Host with port. */
  readonly host: string;
  /** Goes on after "could not": `upload temperature.wasm`. */
  readonly step: string;
  /** What the credentials were, or where they were looked for, as a sentence; empty when none were needed. */
  readonly credentials: string;
  readonly words: RegistryWords;
  /** Of the operation, if it can be cancelled. */
  readonly signal?: AbortSignal;
}

type Told = readonly [code: ErrorCode, cause: string, fix: string];

/** Returns an AppError for everything that can happen; what is none of that is a bug and comes back as it is. */
export function describeFailure(error: unknown, failed: FailedStep): unknown {
  if (error instanceof AppError) return error;
  const { host, step } = failed;
  const told = failed.signal?.aborted
    ? cancelled
    : error instanceof AnswerFailure
      ? tellAnswer(error, failed)
      : tellSystemError(error, failed);
  if (!told) return error;
  const [code, cause, fix] = told;
  return new AppError(code, `Could not ${step} at ${host}: ${cause}. ${fix}`, { cause: error });
}

const cancelled: Told = [
  'REGISTRY_CANCELLED',
  'it was cancelled',
  'What has arrived stays there and is not sent again the next time; a tag is written last.',
];

function tellAnswer(failure: AnswerFailure, failed: FailedStep): Told {
  const { status, words: said } = failure;
  const wait = failure.headers['retry-after'];
  const patience = status === 429 && wait !== undefined ? `, it asks for ${wait} s of patience` : '';
  const detail = `${String(status)}${said === '' ? '' : `, "${said}"`}${patience}`;
  // Before the status: registries answer these with several.
  if (isImmutable(failure))
    return [
      'REGISTRY_TAG_IMMUTABLE',
      `its tags cannot be overwritten (${detail})`,
      `Raise the version, or ${failed.words.rename}.`,
    ];
  if (failure.has('DIGEST_INVALID'))
    return [
      'REGISTRY_DIGEST_MISMATCH',
      `what arrived is not what was sent (${detail})`,
      'The file changed meanwhile, or something on the way changed the bytes. Do it again.',
    ];
  return tellStatus(status, detail, failed);
}

function tellStatus(status: number, detail: string, { host, words, credentials }: FailedStep): Told {
  if (status === 401)
    return [
      'REGISTRY_AUTHENTICATION',
      `it does not accept who is asking (${detail})`,
      `${credentials} To be known there, ${words.login(host)}.`.trim(),
    ];
  if (status === 403)
    return [
      'REGISTRY_DENIED',
      `that is not allowed (${detail})`,
      `${credentials} Ask for the right to do this there, check the path, or ${words.login(host)} as somebody else.`.trim(),
    ];
  if (status === 404)
    return [
      'REGISTRY_NOT_FOUND',
      `it is not there (${detail})`,
      'Check the registry, its path, the name and the tag.',
    ];
  if (status === 413)
    return [
      'REGISTRY_TOO_LARGE',
      `it is larger than the registry, or a proxy before it, takes (${detail})`,
      'Build in release mode, or have the limit raised.',
    ];
  if (status === 429)
    return [
      'REGISTRY_BUSY',
      `too many requests came from here (${detail})`,
      'Wait a while, then do it again.',
    ];
  if (status >= 500 || status === 408)
    return [
      'REGISTRY_FAILED',
      `the registry has a fault (${detail})`,
      'Do it again later; see the registry’s log.',
    ];
  return [
    'REGISTRY_ANSWER_INVALID',
    `it answered ${detail}`,
    'Check that this is a container registry, and that it takes artifacts of any kind (OCI 1.0 or later).',
  ];
}

// ECR says it with 400, Harbor with 412, ACR with 405 or 409, others as they like.
function isImmutable({ status, words, errors }: AnswerFailure): boolean {
  if (![400, 403, 405, 409, 412].includes(status)) return false;
  const text = `${words} ${errors.map(({ code }) => code).join(' ')}`;
  return /immutab|ImageTagAlreadyExists|cannot be overwritten|(?:tag|manifest) (?:is )?locked|write-?protected/i.test(
    text,
  );
}

const certificateFault =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

function tellSystemError(error: unknown, { host, words }: FailedStep): Told | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  if (certificateFault.test(code))
    return [
      'REGISTRY_TLS',
      `its certificate is not trusted (${describeError(error)})`,
      `If it is your own registry, ${words.certificate}; if the name differs, use the name in the certificate.`,
    ];
  if (code === 'EPROTO' || /^ERR_(?:SSL|TLS)/.test(code))
    return [
      'REGISTRY_TLS',
      `no secure connection came about (${code})`,
      `Check the port. If it speaks plain HTTP, ${words.insecure}.`,
    ];
  if (code.startsWith('HPE_'))
    return ['REGISTRY_ANSWER_INVALID', `what answers there does not speak HTTP (${code})`, 'Check the port.'];
  return tellConnection(error, code, host);
}

function tellConnection(error: unknown, code: string, host: string): Told {
  if (isSystemError(error, 'ENOTFOUND', 'EAI_AGAIN'))
    return [
      'REGISTRY_UNREACHABLE',
      `no address is known for it (${code})`,
      'Check the name, the network and the proxy.',
    ];
  if (code === 'ECONNREFUSED')
    return [
      'REGISTRY_UNREACHABLE',
      `nothing listens there (${code})`,
      `Check that ${host} is right and the registry runs.`,
    ];
  if (isSystemError(error, 'ECONNRESET', 'EPIPE', 'ECONNABORTED'))
    return [
      'REGISTRY_INTERRUPTED',
      `the connection broke again and again (${code})`,
      'Do it again; what has arrived is not sent again. A proxy on the way may limit sizes or times.',
    ];
  return [
    'REGISTRY_UNREACHABLE',
    `it cannot be reached (${code}: ${describeError(error)})`,
    'Check the network and the proxy.',
  ];
}
