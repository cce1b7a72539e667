// What the modules of a graph say about it: problems that the text alone cannot show. Modules that are not there are
// passed over, because a graph may be checked where nothing is built. Starts nothing.
import { AppError } from '../../base/errors.ts';
import { checkModules, type OperationModule } from '../../graph/checkModules.ts';
import { type GraphDefinition, hasOperator } from '../../graph/model.ts';
import type { Problem } from '../../graph/problem.ts';
import { checkModule } from '../component/checkModule.ts';
import { inspectModule } from '../component/inspectModule.ts';
import { type ModulePlaces, resolveModule } from './resolveModules.ts';

export interface ModuleFindings {
  readonly problems: readonly Problem[];
  /** Modules that are damaged, or that this runtime cannot serve. */
  readonly failures: readonly AppError[];
}

export async function examineModules(graph: GraphDefinition, places: ModulePlaces): Promise<ModuleFindings> {
  const modules = new Map<string, OperationModule>();
  const failures: AppError[] = [];
  const features = graph.moduleRequirements.features.map((feature) => feature.name);
  for (const { name, type, module } of graph.operations) {
    if (!module || !hasOperator(type)) continue;
    try {
      const { path, bytes } = await resolveModule(module, name, places);
      const facts = inspectModule(bytes, path);
      modules.set(name, facts);
      checkModule(facts, { node: name, label: path, kind: type, features });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // All but the last are told as problems with a place in the text.
      const isTold = [
        'MODULE_INTERFACE_MISSING',
        'MODULE_API_VERSION',
        'MODULE_FEATURE_MISSING',
        'MODULE_NOT_FOUND',
      ].includes(error.code);
      if (!isTold) failures.push(error);
    }
  }
  return { problems: checkModules(graph, modules), failures };
}
