// What is known of the workspace as the tree in the editor shows it.
import { moduleOperationTypes } from '../graph/model.ts';
import { operatorPackage } from '../graph/checkModules.ts';
import type { KnownModule, WorkspaceFacts } from '../language/workspaceFacts.ts';
import type { OutlineModule, OutlineOperator, WorkspaceOutline } from '../protocol/languageServer.ts';

export function outlineOf({ graphs, modules }: WorkspaceFacts): WorkspaceOutline {
  return {
    graphs: graphs.map(({ uri, name, version }) => ({ uri, name, version })),
    operators: modules.flatMap(operatorOf),
    modules: modules.flatMap(moduleOf),
  };
}

function operatorOf({ name, source, build }: KnownModule): OutlineOperator[] {
  if (!source) return [];
  const operators = moduleOperationTypes.flatMap((type) => {
    const place = source.operators[type];
    return place ? [{ type, uri: place.uri, line: place.range.start.line }] : [];
  });
  const { language, main } = source;
  return [{ uri: main.uri, name, language, isBuilt: build !== undefined, operators }];
}

function moduleOf({ name, references, origin, build }: KnownModule): OutlineModule[] {
  if (!build) return [];
  const { uri, sizeBytes, damage } = build;
  const own = build.exports?.filter(({ packageName }) => packageName === operatorPackage) ?? [];
  const operators = own.map((each) => each.name);
  return [{ uri, name, references, origin, sizeBytes, operators, ...(damage !== undefined && { damage }) }];
}
