// A text whose every character counts at once: what is published is what stands there.
import { type ReactElement, useId } from 'react';
import { FieldMessages, joinWords } from '../controls/FieldMessages.tsx';

export interface LiveFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly isLabelHidden?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  /** Texts to choose from, asked for when the field is entered. */
  readonly proposals?: readonly string[] | undefined;
  readonly onFocus?: (() => void) | undefined;
  readonly type?: 'text' | 'number' | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export function LiveField(props: LiveFieldProps): ReactElement {
  const { label, value, onType, isLabelHidden = false, error, description, proposals } = props;
  const id = useId();
  return (
    <div className="control-field control-combo">
      <label htmlFor={id} className={isLabelHidden ? 'control-unseen' : 'control-label-text'}>
        {label}
      </label>
      <input
        id={id}
        type={props.type ?? 'text'}
        min={props.min}
        max={props.max}
        step={props.type === 'number' ? 'any' : undefined}
        list={proposals && `${id}-proposals`}
        value={value}
        placeholder={props.placeholder}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined || undefined}
        aria-description={joinWords({ description, error })}
        onFocus={props.onFocus}
        onChange={({ target }) => onType(target.value)}
      />
      {proposals && (
        <datalist id={`${id}-proposals`}>
          {proposals.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
      <FieldMessages description={description} error={error} />
    </div>
  );
}
