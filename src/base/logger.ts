// The port through which any layer reports what it does. Knows nothing about where lines end up.

/** Levels in rising severity. `critical` exists because operators log with it (WIT `logger.level`). */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Receives one line per call; must not throw. */
export interface Logger {
  log(level: LogLevel, message: string): void;
}

/** Drops every line. */
export const silentLogger: Logger = { log: () => undefined };
