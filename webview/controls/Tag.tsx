// A short word about the thing beside it, and the line between parts.
import type { ReactElement, ReactNode } from 'react';
import { ensureToolkit } from './toolkit.ts';

export function Tag({ children }: { readonly children: ReactNode }): ReactElement {
  ensureToolkit();
  return <vscode-tag>{children}</vscode-tag>;
}

export function Divider(): ReactElement {
  ensureToolkit();
  return <vscode-divider />;
}
