// Connects to a broker that is there already, as a person names it. Loads what that takes only then: it would cost every other run its
// start-up time. Knows nothing about runs.
import { readFile } from 'node:fs/promises';
import { AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { MessageBus } from '../broker/messageBus.ts';

export interface NamedBroker {
  /** `mqtt://host:port` or `mqtts://…`. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Path of the certificate authority, PEM. */
  readonly ca?: string | undefined;
}

/** `caSetting`: where the person has named the certificate. Errors: of connectOutsideBroker; FILE_UNREADABLE (certificate). */
export async function connectBroker(
  { url, user, password, ca }: NamedBroker,
  { logger, caSetting }: { readonly logger: Logger; readonly caSetting: string },
): Promise<MessageBus> {
  const { connectOutsideBroker } = await import('../broker/outsideBroker.ts');
  return connectOutsideBroker({
    url,
    logger,
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca: await readCertificate(ca, caSetting) }),
  });
}

async function readCertificate(path: string, setting: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const message = `Cannot read the certificate ${path}: ${describeError(cause)}. Check ${setting}.`;
    throw new AppError('FILE_UNREADABLE', message, { cause });
  }
}
