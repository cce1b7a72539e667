// Which certificate authorities are trusted when the user adds one: a list of one's own replaces Node's, so both are given. Knows
// nothing about who is spoken to.
import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { AppError, describeError } from '../base/errors.ts';

/** Since Node 22.15; older ones have those that came with Node alone. */
const { getCACertificates } = tls as { getCACertificates?: (kind: 'default' | 'system') => string[] };

/** Node's, the system's where Node knows them, and those in `file` (PEM). Errors: FILE_UNREADABLE, FILE_INVALID. */
export async function readTrustedCertificates(
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const own = await readPem(file);
  return [...new Set([...(await trustedByNode(environment)), own])];
}

async function trustedByNode(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  if (getCACertificates) return [...getCACertificates('default'), ...getCACertificates('system')];
  const extra = environment['NODE_EXTRA_CA_CERTS'];
  // Node has said at its start that it cannot read them.
  const added = extra ? await readFile(extra, 'utf8').catch(() => undefined) : undefined;
  return [...tls.rootCertificates, ...(added === undefined ? [] : [added])];
}

async function readPem(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError(
      'FILE_UNREADABLE',
      `Cannot read the certificate authority ${file}: ${describeError(cause)}. Check the path and its rights.`,
      { cause },
    );
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
    if (certificates.length > 0) return text;
  } catch {
    // Told below, like a file without any.
  }
  throw new AppError(
    'FILE_INVALID',
    `${file} holds no certificate that can be read. A certificate authority has to be PEM: it begins with -----BEGIN CERTIFICATE-----.`,
  );
}
