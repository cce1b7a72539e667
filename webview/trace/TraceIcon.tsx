// Pictures of the trace view: types of operations and ends of messages, 16 by 16. They say nothing that words do not say too.
import type { ReactElement } from 'react';
import type { OperationType } from '../../src/graph/model.ts';
import type { Verdict } from '../../src/protocol/trace.ts';
import { iconPath } from '../graph/pictures/typeIcons.ts';
import { verdictPaths } from './verdictWords.ts';

export function VerdictIcon({ verdict }: { readonly verdict: Verdict | undefined }): ReactElement {
  return (
    <Drawing path={verdictPaths[verdict ?? 'underWay']} className={`verdict-${verdict ?? 'under-way'}`} />
  );
}

export function TypeIcon({ type }: { readonly type: OperationType | undefined }): ReactElement {
  return type ? <Drawing path={iconPath(type)} className="type-icon" /> : <span className="icon-space" />;
}

function Drawing({ path, className }: { readonly path: string; readonly className: string }): ReactElement {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
