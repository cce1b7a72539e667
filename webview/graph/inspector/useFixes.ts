// Ways to mend a problem, asked of the host when somebody looks at the problem.
import { useEffect, useState } from 'react';
import type { CanvasFix } from '../../../src/protocol/canvas.ts';
import type { Inspected } from './inspected.ts';

export interface OfferedFix extends CanvasFix {
  /** By which it is applied. */
  readonly index: number;
}

interface Answer {
  readonly version: number;
  readonly problem: number;
  readonly fixes: readonly OfferedFix[];
}

/** The preferred first; undefined until they are known. */
export function useFixes(
  { editor, version, canEdit }: Inspected,
  problem: number,
  isWanted: boolean,
): readonly OfferedFix[] | undefined {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (!isWanted || !canEdit) return;
    let isCurrent = true;
    const take = (fixes: readonly OfferedFix[]): void => {
      if (isCurrent) setAnswer({ version, problem, fixes });
    };
    editor.host.request('fixes', { version, problem }).then(
      (fixes) => take(sortFixes(fixes)),
      // The text has changed meanwhile: the next version asks again.
      () => take([]),
    );
    return () => void (isCurrent = false);
  }, [editor, version, problem, isWanted, canEdit]);
  return answer?.version === version && answer.problem === problem && isWanted && canEdit
    ? answer.fixes
    : undefined;
}

function sortFixes(fixes: readonly CanvasFix[]): OfferedFix[] {
  return fixes
    .map((fix, index) => ({ ...fix, index }))
    .sort((a, b) => Number(b.isPreferred) - Number(a.isPreferred));
}
