// Topic, quality of service and properties of the message.
import type { ReactElement } from 'react';
import { Checkbox } from '../controls/Checkbox.tsx';
import { Select } from '../controls/Select.tsx';
import { LiveField } from './LiveField.tsx';
import { type PartProps, problemOf } from './partProps.ts';

const levels = [
  { value: '0', label: '0: at most once' },
  { value: '1', label: '1: at least once' },
];

const contentTypes = ['application/json', 'text/plain', 'application/octet-stream', 'application/xml'];

export function MessageFields({ store, shown }: PartProps): ReactElement {
  const { draft } = shown;
  return (
    <div className="publish-fields">
      <div className="publish-wide">
        <LiveField
          label="Topic"
          value={draft.topic}
          placeholder="sensors/line1"
          error={problemOf(shown, 'topic')}
          proposals={shown.topics}
          onFocus={() => void store.proposeTopics('')}
          onType={(topic) => store.change({ topic })}
        />
      </div>
      <Select
        label="QoS"
        value={String(draft.qos)}
        options={levels}
        onCommit={(value) => {
          store.change({ qos: value === '0' ? 0 : 1 });
          return undefined;
        }}
      />
      <LiveField
        label="Content type"
        value={draft.contentType}
        error={problemOf(shown, 'contentType')}
        proposals={contentTypes}
        onType={(contentType) => store.change({ contentType })}
      />
      <LiveField
        label="Response topic"
        value={draft.responseTopic}
        error={problemOf(shown, 'responseTopic')}
        onType={(responseTopic) => store.change({ responseTopic })}
      />
      <LiveField
        label="Correlation data"
        value={draft.correlationData}
        placeholder="text, or hex:00ff"
        error={problemOf(shown, 'correlationData')}
        onType={(correlationData) => store.change({ correlationData })}
      />
      <Checkbox
        label="Retain"
        isChecked={draft.retain}
        onCommit={(retain) => {
          store.change({ retain });
          return undefined;
        }}
      />
    </div>
  );
}
