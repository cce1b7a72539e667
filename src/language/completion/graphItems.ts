// Whole list items for a graph definition: operations of every type, connections, configurations. Knows nothing about
// where they are written.
import { hasOperator, operationTypes, type OperationType } from '../../graph/model.ts';
import { operationWords } from '../navigation/operationWords.ts';
import { describeOperation, findMissing, type MissingConnection } from './connectionProposals.ts';
import type { Scene } from './cursor.ts';
import { outlineOf, type GraphOutline, type OutlineOperation } from './graphOutline.ts';
import { usualReference } from './moduleProposals.ts';
import { parameterTemplate, parametersOf } from './parameterProposals.ts';
import type { Proposal } from './proposal.ts';
import { choice, map, stop, text, type Template } from './template.ts';

/** An operation of each type. */
export function proposeOperations({ facts }: Scene): Proposal[] {
  return operationTypes.map((type) => ({
    label: `${type} operation`,
    icon: 'snippet',
    detail: 'new operation',
    documentation: operationWords[type],
    content: { form: 'items', items: [operationTemplate(type, usualReference(facts, type))] },
  }));
}

function operationTemplate(type: OperationType, reference: string | undefined): Template {
  const operationType = text(type);
  if (!hasOperator(type)) return map({ operationType, name: stop(type) });
  const module = reference?.replace(/^.*\//, '').replace(/:.*$/, '') ?? 'my-module';
  const name = stop(`module-${module}/${type}`);
  return map({ operationType, name, module: stop(reference ?? `${module}:1.0.0`) });
}

/** A connection, and those that are missing. */
export function proposeConnections({ root }: Scene): Proposal[] {
  const outline = outlineOf(root);
  const missing = [...findMissing(outline)].map(([operation, connections]): Proposal => {
    const ways = connections.map((way) => `\`${way.from}\`${way.arm ? ` (${way.arm})` : ''} → \`${way.to}\``);
    return {
      label: `connection for ${operation.name}`,
      icon: 'snippet',
      detail: describeOperation(operation),
      documentation: `Connects what is not connected yet:\n\n${ways.map((way) => `- ${way}`).join('\n')}`,
      content: { form: 'items', items: connections.map((way) => missingTemplate(way, operation, outline)) },
    };
  });
  return [...missing, ...proposeBlank(outline)];
}

/** The connection `way`, whose end that is not `operation` is a guess to choose again. */
function missingTemplate(
  way: MissingConnection,
  operation: OutlineOperation,
  outline: GraphOutline,
): Template {
  const isIncoming = way.to === operation.name && way.from !== operation.name;
  const from = isIncoming ? chooseEnd(outline, 'sink', way.from, operation.name) : text(way.from);
  const to = isIncoming ? text(way.to) : chooseEnd(outline, 'source', way.to, operation.name);
  return connectionTemplate(from, to, way.arm === undefined ? undefined : text(way.arm));
}

function connectionTemplate(from: Template, to: Template, arm?: Template): Template {
  return map({ from: map({ name: from, ...(arm ? { arm } : {}) }), to: map({ name: to }) });
}

/** A choice of operations, `first` at first, without those of type `wrongType` and `other`. */
function chooseEnd(outline: GraphOutline, wrongType: OperationType, first: string, other?: string): Template {
  const fitting = outline.operations.filter(({ type, name }) => type !== wrongType && name !== other);
  return choice([...new Set([first, ...fitting.map(({ name }) => name)])]);
}

function proposeBlank(outline: GraphOutline): Proposal[] {
  const [from, to] = [firstOf(outline, 'sink'), firstOf(outline, 'source')];
  const start = from === undefined ? stop() : chooseEnd(outline, 'sink', from);
  const end = to === undefined ? stop() : chooseEnd(outline, 'source', to);
  const branches = outline.operations.filter(({ type }) => type === 'branch').map(({ name }) => name);
  const blank = { icon: 'snippet', detail: 'new connection' } as const;
  const ofBranch: Proposal[] =
    branches.length === 0
      ? []
      : [
          {
            ...blank,
            label: 'connection from branch',
            documentation: 'One arm of a branch, to another operation.',
            content: {
              form: 'items',
              items: [connectionTemplate(choice(branches), end, choice(['False', 'True']))],
            },
          },
        ];
  const plain: Proposal = {
    ...blank,
    label: 'connection',
    documentation: 'From one operation to another.',
    content: { form: 'items', items: [connectionTemplate(start, end)] },
  };
  return [plain, ...ofBranch];
}

function firstOf({ operations }: GraphOutline, wrongType: OperationType): string | undefined {
  return operations.find(({ type }) => type !== wrongType)?.name;
}

/** A configuration for each operation that can have one and has none. */
export function proposeConfigurations(scene: Scene): Proposal[] {
  const outline = outlineOf(scene.root);
  const configured = new Set(outline.configured);
  const open = outline.operations.filter(
    ({ name, type }) => type !== undefined && hasOperator(type) && !configured.has(name),
  );
  const known = open.map((operation): Proposal => {
    const parameters = parametersOf(scene.facts, operation);
    const entries = parameters.map((parameter) => ({
      key: parameter.name,
      value: parameterTemplate(parameter),
    }));
    const names = parameters.map(({ name }) => `\`${name}\``).join(', ');
    return {
      label: `configuration for ${operation.name}`,
      icon: 'snippet',
      detail: describeOperation(operation),
      documentation: names === '' ? 'Parameters for this operation.' : `Its operator reads ${names}.`,
      content: {
        form: 'items',
        items: [
          map({
            name: text(operation.name),
            parameters: { kind: 'map', entries: entries.length > 0 ? entries : [blankParameter()] },
          }),
        ],
      },
    };
  });
  const blank: Proposal = {
    label: 'configuration',
    icon: 'snippet',
    detail: 'new configuration',
    documentation: 'Parameters for one operation.',
    rank: 1,
    content: {
      form: 'items',
      items: [
        map({
          name: open.length > 0 ? choice(open.map(({ name }) => name)) : stop(),
          parameters: { kind: 'map', entries: [blankParameter()] },
        }),
      ],
    },
  };
  return [...known, blank];
}

function blankParameter(): { key: ReturnType<typeof stop>; value: Template } {
  const key = stop('parameter', { id: 'parameter' });
  return { key, value: parameterTemplate({ name: key }) };
}
