#!/usr/bin/env node
// Composition root of the command line: arguments in, exit code out, and the one place where errors become text.
import { CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { AppError, isSystemError } from './base/errors.ts';
import { exitCodes } from './cli/exitCodes.ts';
import { createProgram, exitCodeOf } from './cli/program.ts';
import { Terminal } from './cli/terminal.ts';

const terminal = new Terminal(process.env);

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error) => {
  if (isSystemError(error, 'EPIPE')) process.exit(exitCodes.ok);
  throw error;
});

function exitCodeForFailure(error: unknown): number {
  // The library has told the user already; help and version are no failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (!(error instanceof AppError)) throw error;
  terminal.log('error', `${error.message} [${error.code}]`);
  return exitCodeOf(error);
}

try {
  await createProgram(packageJson.version, terminal, (code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = exitCodeForFailure(error);
}
