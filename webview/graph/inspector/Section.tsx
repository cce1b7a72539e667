// A part of the properties view that folds.
import type { ReactElement, ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  /** Said beside the title, such as how many there are. */
  readonly count?: string | number | undefined;
  readonly isOpen?: boolean | undefined;
  readonly children: ReactNode;
}

/** Open in the beginning unless told otherwise; the person decides from then on. */
export function Section({ title, count, isOpen = true, children }: SectionProps): ReactElement {
  return (
    <details className="inspector-section" open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {count !== undefined && <span className="inspector-count">{count}</span>}
      </summary>
      <div className="inspector-body">{children}</div>
    </details>
  );
}
