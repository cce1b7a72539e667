// One message: why it ended as it did, its way as a timeline, and what happened at the hop that is looked at.
import { type ReactElement, useEffect, useRef } from 'react';
import type { TracedPath } from '../../../src/protocol/traceView.ts';
import { Link } from '../../controls/Link.tsx';
import { useModel, useTrace } from '../modelContext.ts';
import { explainPath, plainAnswer, type AnswerPart } from './explainEnd.ts';
import { HopView } from './HopView.tsx';
import { PathActions } from './PathActions.tsx';
import { Timeline } from './Timeline.tsx';

export function PathView({ message }: { readonly message: number }): ReactElement {
  const path = useTrace((state) => state.path);
  const name = `Message ${String(message)}`;
  return (
    <section className="path" aria-label={name}>
      <header className="path-head">
        <BackButton />
        <h2>{name}</h2>
        {path !== undefined && path !== 'gone' && <PathActions path={path} />}
      </header>
      {path === undefined && <p className="empty-list">Reading…</p>}
      {path === 'gone' && <p className="empty-list">The trace no longer holds this message.</p>}
      {path !== undefined && path !== 'gone' && <Way path={path} />}
    </section>
  );
}

function Way({ path }: { readonly path: TracedPath }): ReactElement {
  const nodes = useTrace((state) => state.shown?.nodes);
  const chosen = useTrace((state) => state.hop);
  const answer = explainPath(path, nodes ?? []);
  const model = useModel();
  const said = plainAnswer(answer);
  const last = useRef('');
  useEffect(() => {
    if (said === last.current) return;
    last.current = said;
    model.set({ announcement: `Message ${String(path.summary.message)}. ${said}` });
  }, [model, path, said]);
  const hop = path.hops.find((each) => each.hop === chosen) ?? path.hops.at(-1);
  return (
    <>
      <div className="answer">
        {answer.map((sentence, index) => (
          <p key={index}>
            {sentence.map((part, at) => (
              <Part key={at} part={part} />
            ))}
          </p>
        ))}
      </div>
      <div className="path-parts">
        <Timeline path={path} nodes={nodes ?? []} current={hop?.hop} />
        {hop && <HopView key={hop.hop} hop={hop} />}
      </div>
    </>
  );
}

function Part({ part }: { readonly part: AnswerPart }): ReactElement {
  const model = useModel();
  const hasPlace = useTrace(
    (state) =>
      typeof part !== 'string' &&
      'node' in part &&
      (state.shown?.nodes.some(({ name, hasPlace: has }) => has && name === part.node) ?? false),
  );
  if (typeof part === 'string') return <>{part}</>;
  if ('message' in part)
    return (
      <Link hint="Look at this message" onPress={() => model.selectMessage(part.message)}>
        message {part.message}
      </Link>
    );
  if (!hasPlace) return <strong>{part.node}</strong>;
  return (
    <Link hint="Show it in the YAML" onPress={() => model.showInText(part.node)}>
      {part.node}
    </Link>
  );
}

/** In a narrow view the message is in place of the list. */
function BackButton(): ReactElement {
  const model = useModel();
  return (
    <button
      type="button"
      className="icon-button back"
      aria-label="Back to the list"
      title="Back to the list (Escape)"
      onClick={() => model.leaveMessage()}
    >
      <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M4 4l8 8M12 4l-8 8" />
      </svg>
    </button>
  );
}
