// Several things that are selected together.
import type { ReactElement } from 'react';
import { Button } from '../../controls/Button.tsx';
import { Link } from '../../controls/Link.tsx';
import { useSession } from '../canvas/sessionContext.ts';
import { align, type Alignment } from '../commands/arrangeCommands.ts';
import type { Selection } from '../state/graphEditor.ts';
import { commitGesture, type Inspected } from './inspected.ts';
import { ProblemList } from './ProblemList.tsx';
import { countProblems, pickProblems } from './problems.ts';
import { Section } from './Section.tsx';

export interface SelectionPageProps {
  readonly inspected: Inspected;
  readonly selection: Selection;
}

export function SelectionPage({ inspected, selection }: SelectionPageProps): ReactElement {
  const { editor, graph, canEdit } = inspected;
  const { operations, connections } = selection;
  const problems = pickProblems(
    graph,
    ({ operation = -1, connection = -1 }) =>
      operations.includes(operation) || connections.includes(connection),
  );
  return (
    <>
      <div className="inspector-body">
        <ul className="inspector-names" aria-label="Selected operations">
          {operations.map((index) => (
            <li key={index}>
              <Link onPress={() => editor.select({ operations: [index], connections: [] })}>
                {graph.operations[index]?.name}
              </Link>{' '}
              <span className="control-detail">{graph.operations[index]?.type}</span>
            </li>
          ))}
        </ul>
        {operations.length > 1 && <Alignments />}
        <Button
          isDisabled={!canEdit}
          onPress={() => void commitGesture(inspected, { kind: 'remove', operations, connections })}
        >
          Remove {describeCounts(selection)}
        </Button>
      </div>
      {problems.length > 0 && (
        <Section title="Problems" count={countProblems(problems)}>
          <ProblemList inspected={inspected} problems={problems} areFixesShown={false} />
        </Section>
      )}
    </>
  );
}

const alignments: readonly { readonly how: Alignment; readonly label: string }[] = [
  { how: 'left', label: 'Into a column' },
  { how: 'top', label: 'Into a row' },
  { how: 'across', label: 'Spread across' },
  { how: 'down', label: 'Spread down' },
];

/** Positions are not in the file: they can be changed while it cannot. */
function Alignments(): ReactElement {
  const session = useSession();
  return (
    <div role="group" aria-label="Align" className="inspector-suggestions">
      {alignments.map(({ how, label }) => (
        <Button key={how} onPress={() => align(session, how)}>
          {label}
        </Button>
      ))}
    </div>
  );
}

/** `2 operations, 1 connection`. */
export function describeCounts({ operations, connections }: Selection): string {
  return [
    countOf(operations.length, 'operation'),
    connections.length > 0 ? countOf(connections.length, 'connection') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function countOf(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}
