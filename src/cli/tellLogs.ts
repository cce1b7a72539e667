// What operators and a run log, as lines on the terminal. Knows nothing about what else a run tells.
import { type LogLevel, logLevels } from '../base/logger.ts';
import type { EngineLog } from '../protocol/engine.ts';
import type { Run } from '../runtime/run/run.ts';
import type { Terminal } from './terminal.ts';

/** From now on, lines of at least this level. */
export function tellLogs(run: Pick<Run, 'logs'>, logLevel: LogLevel, terminal: Terminal): void {
  const least = logLevels.indexOf(logLevel);
  run.logs.event((lines) => {
    for (const line of lines)
      if (logLevels.indexOf(line.level) >= least) terminal.log(line.level, formatLog(line));
  });
}

function formatLog({ node, context, message }: EngineLog): string {
  const origin = [node, context].filter((part) => part !== undefined && part !== '').join(' ');
  return `[${origin}] ${message}`;
}
