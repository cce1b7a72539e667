// What is said below a field: its description, that its value changed meanwhile, and what is wrong with it.
import type { ReactElement } from 'react';

export interface FieldWords {
  readonly description?: string | undefined;
  readonly note?: string | undefined;
  readonly error?: string | undefined;
}

/** The error is announced when it appears. */
export function FieldMessages({ description, note, error }: FieldWords): ReactElement {
  return (
    <>
      {description !== undefined && <div className="control-description">{description}</div>}
      <div role="status" className="control-note">
        {note}
      </div>
      <div role="alert" className="control-error">
        {error}
      </div>
    </>
  );
}

/** All of it in one text, for `aria-description`. */
export function joinWords({ description, note, error }: FieldWords): string | undefined {
  return [error, note, description].filter((part) => part !== undefined).join(' ') || undefined;
}
