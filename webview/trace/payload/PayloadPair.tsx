// The payload before and after a hop, side by side, with what differs marked. Where a hop changed nothing there is one side.
import { type ReactElement, useMemo, useState } from 'react';
import { formatBytes } from '../../../src/base/formatBytes.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import { Link } from '../../controls/Link.tsx';
import { useModel } from '../modelContext.ts';
import { compareLines, type ComparedLine, foldSame, type LinePair } from './compareLines.ts';
import { formFor, linesOf, type PayloadForm, payloadForms } from './payloadText.ts';
import { type PayloadReading, usePayload } from './usePayload.ts';

/** Lines that are drawn at first, and with each further step. */
const LINES = 500;

export function PayloadPair({ hop }: { readonly hop: HopRecord }): ReactElement {
  const input = usePayload(hop.input && hop.hop, 'input');
  const output = usePayload(hop.output && hop.hop, 'output');
  const [chosen, setChosen] = useState<PayloadForm | undefined>(undefined);
  const form = chosen ?? suitable([input, output]);
  return (
    <section className="payloads" aria-label="Payload">
      <div className="payload-heads">
        <SideHead title={hop.output ? 'Input' : 'Payload'} hop={hop} side="input" reading={input} />
        {hop.output && <SideHead title="Output" hop={hop} side="output" reading={output} />}
        <div className="forms" role="radiogroup" aria-label="Shown as">
          {payloadForms.map((each) => (
            <button
              key={each}
              type="button"
              role="radio"
              aria-checked={each === form}
              className={each === form ? 'form is-chosen' : 'form'}
              onClick={() => setChosen(each)}
            >
              {formNames[each]}
            </button>
          ))}
        </div>
      </div>
      <Compared input={input} output={hop.output ? output : undefined} form={form} />
      <Rest title="input" reading={input} />
      {hop.output && <Rest title="output" reading={output} />}
      {!hop.output && hop.input && (
        <p className="detail">
          {hop.verdict === 'passed' ? 'It went on as it came in.' : 'Nothing came out here.'}
        </p>
      )}
    </section>
  );
}

const formNames: Readonly<Record<PayloadForm, string>> = { json: 'JSON', text: 'Text', hex: 'Hex' };

function suitable(readings: readonly PayloadReading[]): PayloadForm {
  const forms = readings.flatMap(({ bytes, size }) =>
    bytes && bytes.length > 0 ? [formFor(bytes, bytes.length === size)] : [],
  );
  // Both sides in one form, or nothing could be compared.
  if (forms.includes('hex')) return 'hex';
  return forms.length > 0 && forms.every((form) => form === 'json') ? 'json' : 'text';
}

interface SideHeadProps {
  readonly title: string;
  readonly hop: HopRecord;
  readonly side: 'input' | 'output';
  readonly reading: PayloadReading;
}

function SideHead({ title, hop, side, reading }: SideHeadProps): ReactElement {
  const model = useModel();
  const size = hop[side]?.payloadSize ?? 0;
  return (
    <div className="side-head">
      <h4>{title}</h4>
      <span className="detail">{formatBytes(size)}</span>
      {reading.bytes && (
        <Link hint={`Copies the whole ${side} payload`} onPress={() => model.copyPayload(hop.hop, side)}>
          Copy<span className="control-unseen"> {side} payload</span>
        </Link>
      )}
    </div>
  );
}

interface ComparedProps {
  readonly input: PayloadReading;
  readonly output: PayloadReading | undefined;
  readonly form: PayloadForm;
}

function Compared({ input, output, form }: ComparedProps): ReactElement {
  const [limit, setLimit] = useState(LINES);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set<number>());
  const { bytes: left } = input;
  const right = output?.bytes;
  const pairs = useMemo((): readonly LinePair[] => {
    const [before, after] = [left && linesOf(left, form), right && linesOf(right, form)];
    if (before && after) return compareLines(before, after);
    return (before ?? after ?? []).map((line) => ({ left: line, right: line, isSame: true }));
  }, [left, right, form]);
  const folded = useMemo(
    () => (output ? foldSame(pairs).flatMap((line) => unfold(line, pairs, opened)) : pairs),
    [pairs, output, opened],
  );
  const absence = input.absence ?? output?.absence;
  if (absence !== undefined) return <p className="detail">{absence}</p>;
  if (pairs.length === 0 || (left?.length === 0 && !right)) return <p className="detail">Empty</p>;
  return (
    <div className={output ? 'compared' : 'compared is-single'} tabIndex={0} role="group" aria-label="Lines">
      {folded.slice(0, limit).map((line, index) =>
        'skipped' in line ? (
          <button
            key={`skipped ${String(line.from)}`}
            type="button"
            className="skipped"
            onClick={() => setOpened(new Set([...opened, line.from]))}
          >
            {line.skipped} equal lines
          </button>
        ) : (
          <Line key={index} line={line} isPair={output !== undefined} />
        ),
      )}
      {folded.length > limit && (
        <button type="button" className="skipped" onClick={() => setLimit(limit + LINES)}>
          {folded.length - limit} more lines
        </button>
      )}
    </div>
  );
}

function unfold(
  line: ComparedLine,
  pairs: readonly LinePair[],
  opened: ReadonlySet<number>,
): readonly ComparedLine[] {
  const isOpen = 'skipped' in line && opened.has(line.from);
  return isOpen ? pairs.slice(line.from, line.from + line.skipped) : [line];
}

function Line({ line, isPair }: { readonly line: LinePair; readonly isPair: boolean }): ReactElement {
  const { left, right, isSame } = line;
  if (!isPair) return <code>{left}</code>;
  return (
    <>
      <code className={isSame ? undefined : left === undefined ? 'is-missing' : 'is-removed'}>
        {left ?? ''}
      </code>
      <code className={isSame ? undefined : right === undefined ? 'is-missing' : 'is-added'}>
        {right ?? ''}
      </code>
    </>
  );
}

function Rest({
  title,
  reading,
}: {
  readonly title: string;
  readonly reading: PayloadReading;
}): ReactElement | null {
  const { bytes, size, more } = reading;
  if (!bytes || bytes.length >= size) return null;
  return (
    <p className="detail">
      The first {formatBytes(bytes.length)} of {formatBytes(size)} of the {title}.{' '}
      <Link onPress={more}>
        Show more<span className="control-unseen"> of the {title}</span>
      </Link>
    </p>
  );
}
