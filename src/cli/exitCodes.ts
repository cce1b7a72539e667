// What the command line's exit codes mean; documented in docs/commandLine.md.

export const exitCodes = {
  /** All went well. */
  ok: 0,
  /** Problems were found, tests failed, or the run could not start or go on. */
  failed: 1,
  /** The command was used wrongly. */
  usage: 2,
  /** Interrupted twice: ended without finishing. */
  interrupted: 130,
} as const;

/** Called with a command's exit code. */
export type OnExit = (code: number) => void;
