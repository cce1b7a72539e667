// The WIT of a module: its world and every interface of it with types and functions. Runs nothing and knows no graphs.
import { AppError } from '../../../base/errors.ts';
import { MalformedWasm } from '../wasmReader.ts';
import { type PrintedWit, printWit } from './printWit.ts';
import { readWit } from './readWit.ts';

/** `bytes` are those of a component that could be inspected; `label` names it in messages. Errors: MODULE_MALFORMED. */
export function moduleWit(bytes: Uint8Array, label: string): PrintedWit {
  try {
    return printWit(readWit(bytes));
  } catch (cause) {
    // So deep that the stack is too small for it is no honest component either.
    if (!(cause instanceof MalformedWasm || cause instanceof RangeError)) throw cause;
    throw new AppError(
      'MODULE_MALFORMED',
      `The types of ${label} cannot be read: ${cause.message}. The file is damaged, or in a form newer than this version knows; build or pull it again.`,
      { cause },
    );
  }
}
