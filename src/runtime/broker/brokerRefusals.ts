// What an outside broker says no to, read from mqtt.js' errors and told to people. Knows nothing about connections.
import { AppError, describeError } from '../../base/errors.ts';

export function closedError(): AppError {
  return new AppError('BROKER_CLOSED', 'The connection to the broker is closed.');
}

/** The broker's reason code, from 128; undefined for errors of the connection. */
export function readReasonCode(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

export function refusedPublish(topic: string, error: Error): AppError {
  return new AppError(
    'BROKER_REFUSED',
    `The broker did not take a message for topic "${topic}": ${error.message}.`,
    { cause: error },
  );
}

/** BROKER_REFUSED for some of several filters. */
export class RefusedFilters extends AppError {
  readonly filters: readonly string[];

  constructor(filters: readonly string[], cause: unknown) {
    const named = filters.map((filter) => `"${filter}"`).join(', ');
    super(
      'BROKER_REFUSED',
      `The broker refused a subscription to ${named}: ${describeError(cause)}. Check what it allows this client.`,
      { cause },
    );
    this.filters = filters;
  }
}

/** Reads mqtt.js' error for a subscription; undefined when the broker has not answered at all. */
export function refusedFilters(filters: readonly string[], error: unknown): RefusedFilters | undefined {
  const answer: unknown = error instanceof Error && 'packet' in error ? error.packet : undefined;
  if (typeof answer !== 'object' || answer === null || !('granted' in answer)) return undefined;
  const granted: readonly unknown[] = Array.isArray(answer.granted) ? answer.granted : [];
  // MQTT 5 §3.9.3: one reason code for each filter, in the same order; from 0x80 it is refused.
  const isGranted = (code: unknown): boolean => typeof code === 'number' && code < 0x80;
  return new RefusedFilters(
    filters.filter((_, index) => !isGranted(granted[index])),
    error,
  );
}
