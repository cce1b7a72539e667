// The broker of a run that a launch asks for: one of its own, or one that is there already. Knows nothing about runs.
import { readFile } from 'node:fs/promises';
import { AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { RunLaunch } from '../../protocol/runProcess.ts';
import { startEmbeddedBroker } from '../broker/embeddedBroker.ts';
import type { MessageBus } from '../broker/messageBus.ts';

/** Errors: BROKER_PORT_TAKEN; of an outside broker BROKER_UNREACHABLE, BROKER_REFUSED, USAGE (no address), FILE_UNREADABLE (certificate). */
export async function openBroker({ port, broker }: RunLaunch, logger: Logger): Promise<MessageBus> {
  if (!broker)
    return startEmbeddedBroker({
      logger,
      listen: { host: '127.0.0.1', port: port ?? 0, isRemoteAllowed: false },
    });
  const { url, user, ca } = broker;
  const password = broker.password ?? process.env['DATAFLOW_GRAPH_MQTT_PASSWORD'];
  // Loaded only when asked for: it would cost every other run its start-up time.
  const { connectOutsideBroker } = await import('../broker/outsideBroker.ts');
  return connectOutsideBroker({
    url,
    logger,
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca: await readCertificate(ca) }),
  });
}

async function readCertificate(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const message = `Cannot read the certificate ${path}: ${describeError(cause)}. Check "broker.ca" of the launch.`;
    throw new AppError('FILE_UNREADABLE', message, { cause });
  }
}
