// Proposals for parameters of a graph definition: those that a module is known to read. Knows nothing about the text.
import { findModule } from '../navigation/findModule.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { KnownParameter, WorkspaceFacts } from '../workspaceFacts.ts';
import type { Scene } from './cursor.ts';
import { nodeAt } from './findCursors.ts';
import { outlineOf, type OutlineOperation } from './graphOutline.ts';
import { proposeText, type Proposal } from './proposal.ts';
import { choice, map, stop, text, type Stop, type Template } from './template.ts';
import { getText } from '../../graph/yamlTree.ts';

/** Parameters that the operator of `operation` is known to read, each name once. */
export function parametersOf(
  facts: WorkspaceFacts,
  { module, type }: OutlineOperation,
): readonly KnownParameter[] {
  const known = module === undefined ? undefined : findModule(facts, module);
  const names = new Set<string>();
  return (known?.parameters ?? []).filter(({ name, operator }) => {
    const isOfOther = operator !== undefined && operator !== type;
    if (isOfOther || names.has(name)) return false;
    names.add(name);
    return true;
  });
}

/** What stands at the key of a parameter. */
export function parameterTemplate(parameter: {
  readonly name: string | Stop;
  readonly description?: string;
}): Template {
  const { name, description = '' } = parameter;
  return map({
    name: typeof name === 'string' ? text(name) : name,
    description: stop(description),
    required: choice(['false', 'true'], true),
  });
}

/** Whole parameters for the map at `path`, without those that are `present`. */
export function proposeParameters(scene: Scene, path: Path, present: ReadonlySet<string>): Proposal[] {
  const operation = operationAt(scene, path);
  const parameters = operation ? parametersOf(scene.facts, operation) : [];
  const declared = declaredNames(scene, path);
  const known = parameters.filter(({ name }) => !present.has(name) && !declared.has(name));
  const proposals = known.map((parameter): Proposal => {
    const { name, description, operator } = parameter;
    return {
      label: name,
      icon: 'key',
      detail: operator === undefined ? 'parameter' : `parameter of ${operator}`,
      ...(description === undefined ? {} : { documentation: description }),
      rank: 0,
      content: { form: 'key', entry: { key: name, value: parameterTemplate(parameter) } },
    };
  });
  const key = stop('parameter', { id: 'parameter' });
  const blank: Proposal = {
    label: 'parameter',
    icon: 'snippet',
    detail: 'new parameter',
    rank: 1,
    content: { form: 'key', entry: { key, value: parameterTemplate({ name: key }) } },
  };
  return present.has('parameter') ? proposals : [...proposals, blank];
}

/** For the `name` of a parameter: its key, and names its operator reads that are not declared yet. */
export function proposeParameterNames(scene: Scene, path: Path): Proposal[] {
  const parametersPath = path.slice(0, 3);
  const key = path[3];
  const operation = operationAt(scene, path);
  const declared = declaredNames(scene, parametersPath);
  const own =
    typeof key === 'string' && key !== '' ? [proposeText(key, 'name', { rank: 0, detail: 'its key' })] : [];
  const known = operation ? parametersOf(scene.facts, operation) : [];
  const others = known.filter(({ name }) => name !== key && !declared.has(name));
  return [
    ...own,
    ...others.map(({ name }) => proposeText(name, 'name', { rank: 1, detail: 'read by the operator' })),
  ];
}

function operationAt({ root }: Scene, path: Path): OutlineOperation | undefined {
  const outline = outlineOf(root);
  return outline.byName.get(outline.configured[Number(path[1])] ?? '');
}

function declaredNames({ root }: Scene, path: Path): Set<string> {
  const parameters = nodeAt(root, path);
  const pairs = parameters?.kind === 'map' ? parameters.pairs : [];
  return new Set(pairs.flatMap(({ value }) => getText(value, 'name') ?? []));
}
