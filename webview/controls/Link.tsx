// Words that lead somewhere inside VS Code: a link in looks, a button in what it does.
import type { ReactElement, ReactNode } from 'react';
import './controls.css';

export interface LinkProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  /** Shown to the pointer. */
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** A button of the page: the toolkit's link needs an address, and VS Code would open it. */
export function Link({ onPress, children, hint, isDisabled = false }: LinkProps): ReactElement {
  return (
    <button type="button" className="control-link" title={hint} disabled={isDisabled} onClick={onPress}>
      {children}
    </button>
  );
}
