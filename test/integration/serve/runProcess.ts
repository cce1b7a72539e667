// The process of a run as a debug adapter uses it. Knows nothing about what is tested.
import { type ChildProcess, fork } from 'node:child_process';
import type { Disposable } from '../../../src/base/disposable.ts';
import { Emitter } from '../../../src/base/emitter.ts';
import { connectRpc, type RpcPeer } from '../../../src/protocol/rpc.ts';
import {
  RUN_PROCESS_PROTOCOL,
  type RunProcessEvents,
  type RunProcessMethods,
} from '../../../src/protocol/runProcess.ts';

type Told = { [K in keyof RunProcessEvents]: { readonly kind: K; readonly value: RunProcessEvents[K] } };

const eventNames = [
  'preparing',
  'moduleUpdated',
  'logs',
  'health',
  'counted',
  'failed',
  'longCall',
  'stopped',
  'resumed',
  'logPoint',
  'ruleFailed',
] as const satisfies readonly (keyof RunProcessEvents)[];

export class RunProcess implements Disposable {
  readonly peer: RpcPeer<RunProcessMethods, Record<never, never>>;
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #told: Told[keyof Told][] = [];
  readonly #arrived = new Emitter<void>();

  constructor(cacheFolder: string) {
    this.#child = fork('dist/runProcess.mjs', [], {
      serialization: 'advanced',
      env: { ...process.env, XDG_CACHE_HOME: cacheFolder },
    });
    this.ended = new Promise((resolve) => this.#child.on('exit', resolve));
    const note = (kind: keyof RunProcessEvents) => (value: unknown) => {
      this.#told.push({ kind, value } as Told[keyof Told]);
      this.#arrived.fire();
    };
    this.peer = connectRpc<Record<never, never>, RunProcessEvents, RunProcessMethods, Record<never, never>>(
      {
        post: (value) => void this.#child.send(value as object),
        listen: (listener) => void this.#child.on('message', listener),
      },
      RUN_PROCESS_PROTOCOL,
      {
        methods: {},
        events: Object.fromEntries(eventNames.map((name) => [name, note(name)])) as {
          [K in keyof RunProcessEvents]: (value: RunProcessEvents[K]) => void;
        },
      },
    );
  }

  told<K extends keyof RunProcessEvents>(kind: K): RunProcessEvents[K][] {
    return this.#told.flatMap((event) => (event.kind === kind ? [event.value as RunProcessEvents[K]] : []));
  }

  /** The next event of a kind that was not waited for yet, and is accepted. */
  async next<K extends keyof RunProcessEvents>(
    kind: K,
    accepts: (value: RunProcessEvents[K]) => boolean = () => true,
  ): Promise<RunProcessEvents[K]> {
    for (;;) {
      const index = this.#told.findIndex(
        (event) => event.kind === kind && accepts(event.value as RunProcessEvents[K]),
      );
      if (index >= 0) return this.#told.splice(index, 1)[0]?.value as RunProcessEvents[K];
      await new Promise<void>((resolve) => {
        const subscription = this.#arrived.event(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** As a program does that ends. */
  disconnect(): void {
    this.#child.disconnect();
  }

  dispose(): void {
    this.peer.dispose();
    this.#child.kill('SIGKILL');
  }
}
