// What keeps an operator from being built, with what to do about it. Knows no toolchain and nobody who is told.
import { AppError, type ErrorCode } from '../base/errors.ts';

/** What to do about a failed build. */
export interface BuildFix {
  /** As an action: "Install the target wasm32-wasip2". */
  readonly title: string;
  /** To be run in a shell, in `folder` where there is one. */
  readonly command?: string;
  readonly folder?: string;
  /** Text for a file, where no command does it. */
  readonly text?: string;
  /** A page that tells how. */
  readonly url?: string;
}

/** A place in a source file; line and column count from 1, as toolchains print them. */
export interface ErrorPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong there. */
  readonly message: string;
}

/** An operational failure with its fix. */
export class BuildError extends AppError {
  readonly fix: BuildFix | undefined;
  /** Where the toolchain itself tells the place in a form that only people can follow. */
  place: ErrorPlace | undefined;

  constructor(code: ErrorCode, message: string, fix?: BuildFix, options?: { cause?: unknown }) {
    super(code, message, options);
    this.fix = fix;
  }
}

/** The fix in one or more lines of text. */
export function describeFix({ title, command, folder, text, url }: BuildFix): string {
  const place = folder === undefined ? '' : ` (in ${folder})`;
  if (command !== undefined) return `${title}: ${command}${place}`;
  if (text !== undefined) return `${title}:\n${text}`;
  return url === undefined ? title : `${title}: ${url}`;
}
