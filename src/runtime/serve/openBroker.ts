// The broker of a run that a launch asks for: one of its own, or one that is there already. Knows nothing about runs.
import type { Logger } from '../../base/logger.ts';
import type { RunLaunch } from '../../protocol/runProcess.ts';
import { startEmbeddedBroker } from '../broker/embeddedBroker.ts';
import type { MessageBus } from '../broker/messageBus.ts';
import { connectBroker } from '../run/connectBroker.ts';

/** Errors: BROKER_PORT_TAKEN; of an outside broker BROKER_UNREACHABLE, BROKER_REFUSED, USAGE (no address), FILE_UNREADABLE (certificate). */
export function openBroker({ port, broker }: RunLaunch, logger: Logger): Promise<MessageBus> {
  if (!broker)
    return startEmbeddedBroker({
      logger,
      listen: { host: '127.0.0.1', port: port ?? 0, isRemoteAllowed: false },
    });
  const password = broker.password ?? process.env['DATAFLOW_GRAPH_MQTT_PASSWORD'];
  return connectBroker({ ...broker, password }, { logger, caSetting: '"broker.ca" of the launch' });
}
