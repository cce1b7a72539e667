// The next message as it will be sent.
import type { ReactElement } from 'react';
import { formatBytes } from '../../src/base/formatBytes.ts';
import type { Shown } from './publishStore.ts';

export function Preview({ shown }: { readonly shown: Shown }): ReactElement {
  const { preview } = shown;
  return (
    <section aria-labelledby="preview-heading">
      <h2 id="preview-heading">Next Message</h2>
      {preview?.problem !== undefined && <p className="publish-quiet">{preview.problem}</p>}
      {preview && preview.problem === undefined && (
        <>
          <p className="publish-preview-head">
            <strong>{preview.topic}</strong>{' '}
            <span className="publish-quiet">{formatBytes(preview.size)}</span>
          </p>
          {preview.userProperties.map(([key, value], index) => (
            <p className="publish-preview-head" key={index}>
              {key} = {value}
            </p>
          ))}
          {/* It may scroll, which has to be possible by keyboard too. */}
          <pre tabIndex={0} aria-label="Payload of the next message">
            {preview.payload}
          </pre>
        </>
      )}
    </section>
  );
}
