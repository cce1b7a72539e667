// Runs before the publish view in a page of its own: gives it an extension to talk to, which publishes nowhere.
import { emptyDraft, type MessageDraft } from '../../../../src/base/messageDraft.ts';
import {
  PUBLISH_PROTOCOL_VERSION,
  type PublishHostEvents,
  type PublishHostMethods,
  type PublishPlan,
  type PublishState,
  type PublishViewEvents,
  type PublishViewMethods,
} from '../../../../src/protocol/publishView.ts';
import { connectRpc } from '../../../../src/protocol/rpc.ts';
import { offerWebviewApi } from '../webviewApi.ts';

/** What tests and people at the console may do. */
export interface PublishTestHost {
  /** What was published, in order. */
  readonly published: { readonly draft: MessageDraft; readonly plan: PublishPlan }[];
  /** Events that the view has sent, by name. */
  readonly told: { readonly event: string; readonly value: unknown }[];
  tell<K extends keyof PublishViewEvents>(event: K, value: PublishViewEvents[K]): void;
}

declare global {
  interface Window {
    publishHost: PublishTestHost;
  }
}

const published: PublishTestHost['published'] = [];
const told: PublishTestHost['told'] = [];
const timeMs = Date.UTC(2026, 0, 2, 9, 30);

const state: PublishState = {
  draft: {
    ...emptyDraft,
    topic: 'sensors/line1',
    payload: '{\n  "temperature": { "value": {{random 60 104}}, "unit": "F" }\n}',
    userProperties: [['site', 'north']],
  },
  plan: { count: 1, perSecond: 0 },
  targets: [
    {
      id: 's1',
      name: 'graph-simple',
      url: 'mqtt://127.0.0.1:1883',
      sourceTopics: ['sensors', 'sensors/#'],
      isStopped: false,
      waiting: 0,
    },
  ],
  target: 's1',
  history: [
    { id: 2, topic: 'sensors/line2', preview: '{ "humidity": 55 }', timeMs, count: 1, isPinned: true },
    { id: 1, topic: 'sensors/line1', preview: '{ "n": {{seq}} }', timeMs, count: 500, isPinned: false },
  ],
  saved: [{ uri: 'file:///w/messages/line1.message.json', path: 'messages/line1.message.json' }],
};

const tell =
  (event: string) =>
  (value: unknown): void =>
    void told.push({ event, value });

const view = connectRpc<PublishHostMethods, PublishHostEvents, PublishViewMethods, PublishViewEvents>(
  offerWebviewApi(),
  PUBLISH_PROTOCOL_VERSION,
  {
    methods: {
      start: () => state,
      publish: (request) => {
        published.push(request);
        return request.draft.topic === 'refused' ? 'No graph runs.' : null;
      },
      preview: ({ draft }) => ({
        topic: draft.topic,
        userProperties: draft.userProperties,
        payload: draft.payload.replace(/\{\{.*?\}\}/g, '72.5'),
        size: draft.payload.length,
      }),
      save: () => 'messages/a.message.json',
      proposeTopics: () => ['sensors', 'sensors/line1'],
    },
    events: {
      drafted: tell('drafted'),
      chooseTarget: tell('chooseTarget'),
      stop: tell('stop'),
      useAgain: tell('useAgain'),
      sendAgain: tell('sendAgain'),
      pin: tell('pin'),
      forget: tell('forget'),
      clearHistory: tell('clearHistory'),
      openSaved: tell('openSaved'),
      chooseFile: tell('chooseFile'),
      publishFolder: tell('publishFolder'),
      startRun: tell('startRun'),
    },
  },
);

window.publishHost = { published, told, tell: (event, value) => view.notify(event, value) };
