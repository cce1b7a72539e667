// Checks what a toolchain made before it takes the place of the last good module: a component, an operator, a size that can be
// deployed. The reading of modules is given; knows no runtime.
import { readFile } from 'node:fs/promises';
import { AppError, describeError, isSystemError } from '../base/errors.ts';
import {
  largeModuleBytes,
  maxModuleBytes,
  type OperationModule,
  operatorPackage,
} from '../graph/checkModules.ts';
import { moduleOperationTypes, type ModuleOperationType } from '../graph/model.ts';
import { BuildError } from './buildError.ts';
import type { OperatorProject } from './operatorProject.ts';

/** How a module is looked into. */
export interface ModuleReader {
  /** Errors: MODULE_NOT_WASM, MODULE_CORE_NOT_COMPONENT, MODULE_MALFORMED. `label` names the file in messages. */
  readonly inspect: (bytes: Uint8Array, label: string) => OperationModule;
  /** Why a local run would refuse the operator; undefined when it would not. */
  readonly whyRefused: (
    module: OperationModule,
    operator: ModuleOperationType,
    label: string,
  ) => AppError | undefined;
}

export interface CheckedModule {
  readonly bytes: Uint8Array;
  /** The types of its operators. */
  readonly operators: readonly ModuleOperationType[];
  readonly notes: readonly string[];
}

/** Errors: BUILD_NO_MODULE, MODULE_INTERFACE_MISSING, MODULE_API_VERSION, and those of `inspect`. */
export async function checkBuilt(
  path: string,
  { name }: OperatorProject,
  reader: ModuleReader,
): Promise<CheckedModule> {
  const bytes = await read(path, name);
  const module = reader.inspect(bytes, `The module of ${name}`);
  const exported = module.exports.filter(({ packageName }) => packageName === operatorPackage);
  const operators = moduleOperationTypes.filter((type) => exported.some((entry) => entry.name === type));
  if (operators.length === 0)
    throw new AppError(
      'MODULE_INTERFACE_MISSING',
      `${name}: the module is a component but exports no operator (${operatorPackage}/map and the like). Implement one in its source.`,
    );
  const notes = describeSize(module.sizeBytes);
  for (const operator of operators) {
    const refusal = reader.whyRefused(module, operator, `the module of ${name}`);
    // Built for another version, it is of no use anywhere. What only local runs lack is worth no more than a remark.
    if (refusal?.code === 'MODULE_API_VERSION') throw refusal;
    if (refusal && !notes.includes(refusal.message)) notes.push(refusal.message);
  }
  return { bytes, operators, notes };
}

async function read(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT'))
      throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${describeError(cause)}.`, { cause });
    throw new BuildError(
      'BUILD_NO_MODULE',
      `${name}: the toolchain reported success, but ${path} is not there.`,
      undefined,
      { cause },
    );
  }
}

function describeSize(sizeBytes: number): string[] {
  if (sizeBytes <= largeModuleBytes) return [];
  const size = `the module has ${(sizeBytes / 2 ** 20).toFixed(1)} MB`;
  return sizeBytes > maxModuleBytes
    ? [`${size}, more than the 50 MB that are recommended`]
    : [`${size}; 50 MB are the limit`];
}
