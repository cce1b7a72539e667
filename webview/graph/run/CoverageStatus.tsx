// How much of the graph the last test run with coverage has passed, and the way to be rid of it.
import type { ReactElement } from 'react';
import { describeCoverage, type ShownCoverage } from './shownCoverage.ts';
import './run.css';

interface CoverageStatusProps {
  readonly coverage: ShownCoverage;
  readonly onClear: () => void;
}

export function CoverageStatus({ coverage, onClear }: CoverageStatusProps): ReactElement {
  return (
    <div className="run-status" role="group" aria-label="Test coverage">
      <span role="status">Tests pass {describeCoverage(coverage)}</span>
      <button type="button" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}
