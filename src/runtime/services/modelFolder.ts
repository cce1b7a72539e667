// Lists the workspace's ONNX models for operators, from its folder `models`. Reads none of them: they are big, and few runs need them.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, describeError, isSystemError } from '../../base/errors.ts';
import type { NamedModel } from './models.ts';

const ENDING = '.onnx';

/** `problems`: FILE_UNREADABLE. */
export interface ModelFolder {
  /** Sorted by name. */
  readonly models: readonly NamedModel[];
  readonly problems: readonly AppError[];
}

/** The files `<name>.onnx` of `folder`. A folder that does not exist is empty. */
export async function listModelFolder(folder: string): Promise<ModelFolder> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING) && name !== ENDING).sort();
    const models = names.map((name) => ({ name: name.slice(0, -ENDING.length), path: join(folder, name) }));
    return { models, problems: [] };
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return { models: [], problems: [] };
    const message = `The model folder ${folder} cannot be read: ${describeError(cause)}. Make it a readable folder or remove it.`;
    return { models: [], problems: [new AppError('FILE_UNREADABLE', message, { cause })] };
  }
}
