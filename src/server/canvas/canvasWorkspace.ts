// What the workspace offers for a graph, as the visual editor shows it. Knows no canvas and no files.
import { operatorPackage } from '../../graph/checkModules.ts';
import { type ModuleOperationType, moduleOperationTypes } from '../../graph/model.ts';
import type { KnownModule, WorkspaceFacts } from '../../language/workspaceFacts.ts';
import type { CanvasModule, CanvasWorkspace } from '../../protocol/canvas.ts';

export function canvasWorkspaceOf({ modules }: WorkspaceFacts): CanvasWorkspace {
  return { modules: modules.filter(({ references }) => references.length > 0).map(canvasModuleOf) };
}

function canvasModuleOf(module: KnownModule): CanvasModule {
  const { name, references, origin, build, source, parameters } = module;
  return {
    name,
    references,
    origin,
    types: typesOf(module),
    isBuilt: build !== undefined,
    ...(build && { sizeBytes: build.sizeBytes, digest: build.digest }),
    ...(build?.damage !== undefined && { damage: build.damage }),
    ...(source && { sourceLanguage: source.language }),
    parameters: parameters.map(({ name: parameter, description, operator }) => ({
      name: parameter,
      ...(description !== undefined && { description }),
      ...(operator && { type: operator }),
    })),
  };
}

/** A build tells more surely than its source, which may have changed since. */
function typesOf({ build, source }: KnownModule): ModuleOperationType[] {
  const exported = build?.exports?.filter(({ packageName }) => packageName === operatorPackage);
  return moduleOperationTypes.filter((type) =>
    exported ? exported.some(({ name }) => name === type) : source?.operators[type] !== undefined,
  );
}
