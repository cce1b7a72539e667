// Buttons with words, and small ones with a picture that are named for those who do not see it.
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import { ensureToolkit } from './toolkit.ts';

export interface ButtonProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  /** The one that is meant first; the others are quieter. */
  readonly isPrimary?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function Button({
  onPress,
  children,
  isPrimary = false,
  isDisabled = false,
}: ButtonProps): ReactElement {
  ensureToolkit();
  return (
    <vscode-button
      appearance={isPrimary ? 'primary' : 'secondary'}
      disabled={isDisabled}
      onClick={() => {
        if (!isDisabled) onPress();
      }}
    >
      {children}
    </vscode-button>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** What it does, with what it does it to: read out, and shown to the pointer. */
  readonly label: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean | undefined;
}

export function IconButton({ icon, label, onPress, isDisabled = false }: IconButtonProps): ReactElement {
  ensureToolkit();
  return (
    <vscode-button
      appearance="icon"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={() => {
        if (!isDisabled) onPress();
      }}
    >
      <Icon name={icon} />
    </vscode-button>
  );
}
