// Problems with what mends them.
import { type ReactElement, useState } from 'react';
import type { Severity } from '../../../src/graph/problem.ts';
import { Button, IconButton } from '../../controls/Button.tsx';
import { Icon } from '../../controls/Icon.tsx';
import { Link } from '../../controls/Link.tsx';
import { type Inspected, refusalOf } from './inspected.ts';
import type { PlacedProblem } from './problems.ts';
import { useFixes } from './useFixes.ts';

export interface ProblemListProps {
  readonly inspected: Inspected;
  readonly problems: readonly PlacedProblem[];
  /** Fixes are asked for at once; otherwise when somebody asks for them. */
  readonly areFixesShown: boolean;
}

export function ProblemList({ problems, ...rest }: ProblemListProps): ReactElement {
  return (
    <ul className="inspector-problems">
      {problems.map((placed) => (
        <ProblemItem key={`${placed.problem.code} ${String(placed.index)}`} placed={placed} {...rest} />
      ))}
    </ul>
  );
}

const severityWords: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
  hint: 'Hint',
};

interface ProblemItemProps extends Omit<ProblemListProps, 'problems'> {
  readonly placed: PlacedProblem;
}

function ProblemItem({ inspected, placed, areFixesShown }: ProblemItemProps): ReactElement {
  const { editor, canEdit } = inspected;
  const { code, severity, message, range } = placed.problem;
  const [isAsked, setAsked] = useState(areFixesShown);
  return (
    <li data-severity={severity}>
      <span className="inspector-severity">
        <Icon name={severity} />
        <span className="control-unseen">{severityWords[severity]}: </span>
      </span>
      <div>
        <span className="inspector-message">{message}</span>{' '}
        <Link hint="What this problem means" onPress={() => editor.host.notify('explainProblem', { code })}>
          {code}
        </Link>
        {isAsked ? (
          <Fixes inspected={inspected} problem={placed.index} />
        ) : (
          <div>
            <Link isDisabled={!canEdit} onPress={() => setAsked(true)}>
              Fixes…
            </Link>
          </div>
        )}
      </div>
      <IconButton
        icon="open"
        label={`Show in text: ${message}`}
        isDisabled={!canEdit}
        onPress={() => editor.host.notify('revealText', { range })}
      />
    </li>
  );
}

function Fixes({ inspected, problem }: { inspected: Inspected; problem: number }): ReactElement {
  const fixes = useFixes(inspected, problem, true);
  const [refusal, setRefusal] = useState<string>();
  const apply = (fix: number): void =>
    void inspected.editor.applyFix(problem, fix).then((outcome) => setRefusal(refusalOf(outcome)));
  return (
    <div className="inspector-fixes">
      {fixes?.length === 0 && <span className="control-detail">No fix is known; see what it means.</span>}
      {fixes?.map(({ index, title, isPreferred }) => (
        <Button key={index} isPrimary={isPreferred} onPress={() => apply(index)}>
          {title}
        </Button>
      ))}
      <div role="alert" className="control-error">
        {refusal}
      </div>
    </div>
  );
}
