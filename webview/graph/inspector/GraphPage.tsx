// The graph as a whole: what it says of itself, what it needs, its schemas and all problems.
import type { ReactElement } from 'react';
import type { MetadataKey } from '../../../src/graph/gesture.ts';
import type { CanvasGraph, GraphField } from '../../../src/protocol/canvas.ts';
import { Button } from '../../controls/Button.tsx';
import { Checkbox } from '../../controls/Checkbox.tsx';
import { Link } from '../../controls/Link.tsx';
import { TextField, type TextFieldProps } from '../../controls/TextField.tsx';
import { whyNotVersion } from './checkTexts.ts';
import { commitGesture, type Inspected } from './inspected.ts';
import { ProblemList } from './ProblemList.tsx';
import { countProblems, groupProblems, pickProblems, type ProblemGroup } from './problems.ts';
import { SchemaList } from './SchemaList.tsx';
import { Section } from './Section.tsx';

interface PageProps {
  readonly inspected: Inspected;
}

export function GraphPage({ inspected }: PageProps): ReactElement {
  const { graph } = inspected;
  const problems = pickProblems(graph, () => true);
  return (
    <>
      {graph.operations.length === 0 && <FirstSteps inspected={inspected} />}
      <div className="inspector-body">
        <MetadataFields inspected={inspected} />
      </div>
      {problems.length > 0 && (
        <Section title="Problems" count={countProblems(problems)}>
          {groupProblems(graph).map((group) => (
            <Group
              key={`${String(group.operation)} ${String(group.connection)}`}
              inspected={inspected}
              group={group}
            />
          ))}
        </Section>
      )}
      <Section title="Requirements">
        <Requirements inspected={inspected} />
      </Section>
      <Section title="Schemas" count={graph.schemas.length}>
        <SchemaList inspected={inspected} />
      </Section>
    </>
  );
}

/** What to do with a graph that has nothing yet. */
export function FirstSteps({ inspected }: PageProps): ReactElement {
  return (
    <div className="inspector-body">
      <p className="inspector-hint">
        There is no operation yet. A graph begins with a source, ends with a sink and has operations between
        them: drag them from the palette, or begin here.
      </p>
      <Button
        isPrimary
        isDisabled={!inspected.canEdit}
        onPress={() =>
          void commitGesture(inspected, {
            kind: 'add-operation',
            type: 'source',
            place: { kind: 'free' },
          })
        }
      >
        Add a source
      </Button>
    </div>
  );
}

const metadata: readonly {
  readonly key: MetadataKey;
  readonly label: string;
  readonly isOptional?: boolean;
}[] = [
  { key: 'name', label: 'Name' },
  { key: 'version', label: 'Version' },
  { key: 'description', label: 'Description', isOptional: true },
  { key: 'vendor', label: 'Vendor', isOptional: true },
  { key: '$schema', label: '$schema' },
];

function MetadataFields({ inspected }: PageProps): ReactElement {
  const { graph, canEdit } = inspected;
  return (
    <>
      {metadata.map(({ key, label, isOptional = false }) => (
        <TextField
          key={key}
          label={label}
          value={graph.metadata[key] ?? ''}
          isDisabled={!canEdit}
          {...faultOf(graph, key)}
          validate={(text) => {
            if (key === 'version') return whyNotVersion(text);
            return !isOptional && text.trim() === '' ? 'This cannot be empty.' : undefined;
          }}
          onCommit={(text) =>
            commitGesture(inspected, { kind: 'set-metadata', key, value: text.trim() || undefined })
          }
        />
      ))}
    </>
  );
}

/** What is wrong with the text itself, as a field shows it. */
function faultOf(graph: CanvasGraph, field: GraphField): Pick<TextFieldProps, 'error' | 'warning'> {
  const [worst] = pickProblems(graph, (problem) => problem.field === field);
  if (!worst) return {};
  const { severity, message } = worst.problem;
  return severity === 'error' ? { error: message } : { warning: message };
}

const requirements = [
  {
    key: 'apiVersion',
    label: 'API version',
    description: 'Of the operator interface the modules are built for.',
  },
  { key: 'runtimeVersion', label: 'Runtime version', description: 'The least that hosts this graph.' },
] as const;

function Requirements({ inspected }: PageProps): ReactElement {
  const { graph, canEdit } = inspected;
  const { features } = graph.requirements;
  const names = new Set(['wasi-nn', ...features.map(({ name }) => name)]);
  return (
    <>
      {requirements.map(({ key, label, description }) => (
        <TextField
          key={key}
          label={label}
          description={description}
          value={graph.requirements[key]}
          isDisabled={!canEdit}
          {...faultOf(graph, key)}
          validate={whyNotVersion}
          onCommit={(text) => commitGesture(inspected, { kind: 'set-requirement', key, value: text.trim() })}
        />
      ))}
      {[...names].map((name) => (
        <Checkbox
          key={name}
          label={name}
          description={name === 'wasi-nn' ? 'Modules run ONNX models.' : undefined}
          isChecked={features.some((feature) => feature.name === name)}
          isDisabled={!canEdit}
          onCommit={(isWanted) => commitGesture(inspected, { kind: 'set-feature', name, isWanted })}
        />
      ))}
    </>
  );
}

function Group({ inspected, group }: PageProps & { readonly group: ProblemGroup }): ReactElement {
  const { operation, connection, title, problems } = group;
  const isThing = operation !== undefined || connection !== undefined;
  const select = (): void =>
    inspected.editor.select({
      operations: operation === undefined ? [] : [operation],
      connections: connection === undefined ? [] : [connection],
    });
  return (
    <div className="inspector-group">
      <h4>{isThing ? <Link onPress={select}>{title}</Link> : title}</h4>
      <ProblemList inspected={inspected} problems={problems} areFixesShown={false} />
    </div>
  );
}
