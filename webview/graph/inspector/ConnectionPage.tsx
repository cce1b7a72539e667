// Everything about one connection.
import { type ReactElement, useState } from 'react';
import { type OperationType, operationTypes } from '../../../src/graph/model.ts';
import { Button } from '../../controls/Button.tsx';
import { Link } from '../../controls/Link.tsx';
import { Select } from '../../controls/Select.tsx';
import { ArmField, SchemaField, SourceField, TargetField } from './ConnectionFields.tsx';
import { commitGesture, type Inspected } from './inspected.ts';
import { ProblemList } from './ProblemList.tsx';
import { countProblems, pickProblems } from './problems.ts';
import { Section } from './Section.tsx';

export interface ConnectionPageProps {
  readonly inspected: Inspected;
  readonly index: number;
}

export function ConnectionPage({ inspected, index }: ConnectionPageProps): ReactElement | undefined {
  const { editor, graph, canEdit } = inspected;
  const connection = graph.connections[index];
  if (!connection) return undefined;
  const { from, to, range } = connection;
  const problems = pickProblems(graph, (problem) => problem.connection === index);
  const fields = { inspected, index, connection };
  return (
    <>
      <div className="inspector-body">
        <SourceField {...fields} />
        <ArmField {...fields} />
        <TargetField {...fields} />
        <SchemaField {...fields} />
        <p className="inspector-links">
          <Link onPress={() => editor.selectByName([from])}>Go to {from}</Link>
          <Link onPress={() => editor.selectByName([to])}>Go to {to}</Link>
          <Link isDisabled={!canEdit} onPress={() => editor.host.notify('revealText', { range })}>
            Show in text
          </Link>
        </p>
      </div>
      {problems.length > 0 && (
        <Section title="Problems" count={countProblems(problems)}>
          <ProblemList inspected={inspected} problems={problems} areFixesShown />
        </Section>
      )}
      <Section title="Change">
        <InsertOperation inspected={inspected} index={index} />
        <Button
          isDisabled={!canEdit}
          onPress={() =>
            void commitGesture(inspected, { kind: 'remove', operations: [], connections: [index] })
          }
        >
          Remove connection
        </Button>
      </Section>
    </>
  );
}

const insertable = operationTypes.filter((type) => type !== 'source' && type !== 'sink');

function InsertOperation({ inspected, index }: ConnectionPageProps): ReactElement {
  const { canEdit } = inspected;
  const [type, setType] = useState<OperationType>('map');
  return (
    <div className="inspector-row">
      <Select
        label="Operation to insert"
        value={type}
        options={insertable.map((value) => ({ value }))}
        isDisabled={!canEdit}
        onCommit={(value) => {
          setType(insertable.find((known) => known === value) ?? type);
          return undefined;
        }}
      />
      <Button
        isDisabled={!canEdit}
        onPress={() =>
          void commitGesture(inspected, {
            kind: 'add-operation',
            type,
            place: { kind: 'between', connection: index },
          })
        }
      >
        Insert
      </Button>
    </div>
  );
}
