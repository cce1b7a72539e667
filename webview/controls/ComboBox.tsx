// A text with proposals. Made of plain elements: the toolkit has none, and the list could not be tied to a control in a
// shadow tree.
import { type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { FieldMessages, joinWords } from './FieldMessages.tsx';
import './controls.css';
import { draftKeys, type DraftOptions, type FieldDraft, useDraft } from './useDraft.ts';

export interface ComboBoxOption {
  readonly value: string;
  /** Said in smaller words beside it. */
  readonly detail?: string | undefined;
}

export interface ComboBoxProps extends DraftOptions {
  readonly label: string;
  /** Asked for when the list opens, in the order to show; `text` is what has been written, empty before that. */
  readonly propose: (text: string) => readonly ComboBoxOption[];
  /** Whether other texts than the proposals are taken. */
  readonly isFreeText?: boolean | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

interface OpenList {
  readonly options: readonly ComboBoxOption[];
  /** -1: none. */
  readonly active: number;
}

export function ComboBox(props: ComboBoxProps): ReactElement {
  const { label, description, placeholder, isDisabled = false, isFreeText = false } = props;
  const id = useId();
  const [list, setList] = useState<OpenList>();
  const draft = useDraft(props);
  const words = { description, note: draft.note, error: draft.error ?? props.error };
  const open = (text: string, active = -1): void => setList({ options: props.propose(text), active });
  const choose = (option: ComboBoxOption): void => {
    setList(undefined);
    draft.commit(option.value);
  };
  const keys = listKeys({ list, setList, open, choose, draft, isFreeText });
  return (
    <div className="control-field control-combo">
      <label htmlFor={id} className={props.isLabelHidden ? 'control-unseen' : 'control-label-text'}>
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={list !== undefined}
        aria-controls={list && `${id}-list`}
        aria-activedescendant={list && list.active >= 0 ? `${id}-${String(list.active)}` : undefined}
        aria-autocomplete="list"
        aria-invalid={words.error !== undefined || undefined}
        aria-description={joinWords(words)}
        autoComplete="off"
        spellCheck={false}
        disabled={isDisabled}
        placeholder={placeholder}
        value={draft.text}
        onChange={({ target }) => {
          draft.type(target.value);
          open(target.value);
        }}
        onClick={() => list ?? open('')}
        onKeyDown={keys}
        onBlur={() => {
          setList(undefined);
          if (isFreeText) draft.leave();
          else draft.cancel();
        }}
      />
      {list && <Proposals id={id} label={label} list={list} onChoose={choose} />}
      <FieldMessages {...words} />
    </div>
  );
}

interface ProposalsProps {
  readonly id: string;
  readonly label: string;
  readonly list: OpenList;
  readonly onChoose: (option: ComboBoxOption) => void;
}

function Proposals({ id, label, list, onChoose }: ProposalsProps): ReactElement {
  return (
    <ul
      id={`${id}-list`}
      role="listbox"
      aria-label={label}
      className="control-proposals"
      // The text keeps the focus, which leaving would commit.
      onMouseDown={(event) => event.preventDefault()}
    >
      {list.options.map((option, index) => (
        <li
          key={option.value}
          id={`${id}-${String(index)}`}
          role="option"
          aria-selected={index === list.active}
          ref={(element) => {
            if (index === list.active) element?.scrollIntoView({ block: 'nearest' });
          }}
          onClick={() => onChoose(option)}
        >
          <span>{option.value}</span>
          {option.detail !== undefined && <span className="control-detail">{option.detail}</span>}
        </li>
      ))}
      {list.options.length === 0 && (
        <li role="option" aria-selected={false} aria-disabled="true" className="control-detail">
          Nothing fits.
        </li>
      )}
    </ul>
  );
}

interface ListControl {
  readonly list: OpenList | undefined;
  readonly setList: (list: OpenList | undefined) => void;
  readonly open: (text: string, active?: number) => void;
  readonly choose: (option: ComboBoxOption) => void;
  readonly draft: FieldDraft;
  readonly isFreeText: boolean;
}

function listKeys(control: ListControl): (event: KeyboardEvent) => void {
  const { list, setList, open, choose, draft, isFreeText } = control;
  const otherKeys = draftKeys(draft);
  return (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!list) return open('', 0);
      const count = Math.max(list.options.length, 1);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      return setList({ ...list, active: (Math.max(list.active, step < 0 ? 0 : -1) + step + count) % count });
    }
    if (event.key === 'Escape' && list) {
      event.stopPropagation();
      return setList(undefined);
    }
    if (event.key === 'Enter') {
      const option = list?.options[list.active] ?? (isFreeText ? undefined : list?.options[0]);
      setList(undefined);
      if (option) {
        event.preventDefault();
        return choose(option);
      }
      if (!isFreeText) return draft.cancel();
    }
    otherKeys(event);
  };
}
