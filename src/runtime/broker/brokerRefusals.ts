// What an outside broker says no to, read from mqtt.js' errors and told to people. Knows nothing about connections.
import { AppError, describeError } from '../../base/errors.ts';

export function closedError(): AppError {
  return new AppError('BROKER_CLOSED', 'The connection to the broker is closed.');
}

/** The broker's reason code, from 128; undefined for errors of the connection. */
export function readReasonCode(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return code;
  // subscribeAsync keeps the broker's answer instead.
  return error instanceof Error && 'packet' in error && error.packet ? 128 : undefined;
}

export function refusedPublish(topic: string, error: Error): AppError {
  return new AppError(
    'BROKER_REFUSED',
    `The broker did not take a message for topic "${topic}": ${error.message}.`,
    { cause: error },
  );
}

export function refusedSubscription(filters: readonly string[], error: unknown): AppError {
  const named = filters.map((filter) => `"${filter}"`).join(', ');
  return new AppError(
    'BROKER_REFUSED',
    `The broker refused a subscription to ${named}: ${describeError(error)}. Check what it allows this client.`,
    { cause: error },
  );
}
