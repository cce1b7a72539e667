// The payload, as JSON, text, bytes or from a file.
import { type ReactElement, useId, useRef } from 'react';
import { type PayloadForm, payloadForms, type DraftProblem } from '../../src/base/messageDraft.ts';
import { placeholderForms } from '../../src/base/messageTemplate.ts';
import { Button } from '../controls/Button.tsx';
import { FieldMessages, joinWords } from '../controls/FieldMessages.tsx';
import type { PartProps } from './partProps.ts';

const words: Readonly<Record<PayloadForm, string>> = { json: 'JSON', text: 'Text', hex: 'Hex', file: 'File' };

export function PayloadField({ store, shown }: PartProps): ReactElement {
  const { payloadForm, payload } = shown.draft;
  const name = useId();
  const problem = shown.problems.find(({ field }) => field === 'payload');
  const choose = (form: PayloadForm): void => {
    if (form === payloadForm) return;
    // A path is no payload, and the reverse.
    const isKept = form !== 'file' && payloadForm !== 'file';
    store.change({ payloadForm: form, ...(isKept ? {} : { payload: '' }) });
  };
  return (
    <div className="publish-payload">
      <div className="publish-payload-head">
        <fieldset className="publish-forms">
          <legend>Payload</legend>
          {payloadForms.map((form) => (
            <label key={form}>
              <input type="radio" name={name} checked={form === payloadForm} onChange={() => choose(form)} />
              {words[form]}
            </label>
          ))}
        </fieldset>
        {payloadForm === 'json' && (
          <Button onPress={store.format} isDisabled={problem !== undefined}>
            Format
          </Button>
        )}
        {payloadForm === 'file' && (
          <Button onPress={() => store.host.notify('chooseFile', null)}>Choose File…</Button>
        )}
      </div>
      {payloadForm === 'file' ? (
        <>
          <p className="publish-path">{payload === '' ? 'No file is chosen.' : payload}</p>
          <FieldMessages error={problem?.message} />
        </>
      ) : (
        <PayloadText text={payload} problem={problem} onType={(typed) => store.change({ payload: typed })} />
      )}
      {(payloadForm === 'json' || payloadForm === 'text') && <Placeholders />}
    </div>
  );
}

interface PayloadTextProps {
  readonly text: string;
  readonly problem: DraftProblem | undefined;
  readonly onType: (text: string) => void;
}

function PayloadText({ text, problem, onType }: PayloadTextProps): ReactElement {
  const ref = useRef<HTMLTextAreaElement>(null);
  const isError = problem?.severity === 'error';
  const message = problem && { [isError ? 'error' : 'note']: problem.message };
  const goTo = (offset: number): void => {
    ref.current?.focus();
    ref.current?.setSelectionRange(offset, offset + 1);
  };
  return (
    <>
      <textarea
        ref={ref}
        aria-label="Payload"
        aria-invalid={isError || undefined}
        aria-description={joinWords(message ?? {})}
        rows={8}
        spellCheck={false}
        value={text}
        onChange={({ target }) => onType(target.value)}
      />
      <FieldMessages {...message} />
      {problem?.offset !== undefined && (
        <button type="button" className="control-link" onClick={() => goTo(problem.offset ?? 0)}>
          Go to this place
        </button>
      )}
    </>
  );
}

function Placeholders(): ReactElement {
  return (
    <details className="publish-placeholders">
      <summary>Placeholders</summary>
      <dl>
        {placeholderForms.map(({ form, meaning }) => (
          <div key={form}>
            <dt>
              <code>{form}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
