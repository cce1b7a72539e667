// Which operator projects of a workspace a graph's modules are built from. Builds nothing.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GraphDefinition, hasOperator } from '../graph/model.ts';
import { listOperators, type OperatorProject } from './operatorProject.ts';

/**
 * By name. `workspaceFolder` holds `operators`; without such a folder there are none. Modules in `given`, by reference or name, come from
 * elsewhere. Errors: FILE_UNREADABLE.
 */
export async function listGraphOperators(
  { operations }: GraphDefinition,
  workspaceFolder: string,
  given: ReadonlyMap<string, string> = new Map<string, string>(),
): Promise<OperatorProject[]> {
  const folder = join(workspaceFolder, 'operators');
  const found = await stat(folder).catch(() => undefined); // A graph of modules that are all pulled.
  if (!found?.isDirectory()) return [];
  const used = new Set(
    operations.flatMap(({ type, module }) =>
      module && hasOperator(type) && !given.has(module.text) && !given.has(module.name)
        ? [unify(module.name)]
        : [],
    ),
  );
  return (await listOperators(folder)).filter(({ name }) => used.has(unify(name)));
}

// The two are one name where modules are looked for: cargo writes "_" for "-".
function unify(name: string): string {
  return name.replaceAll('-', '_');
}
