// Starts the process that holds a run and speaks to it. Knows nothing about what is asked, or about the client of the debugger.
import { type ChildProcess, fork } from 'node:child_process';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { AppError } from '../base/errors.ts';
import { connectRpc, type RpcHandlers, type RpcPeer } from '../protocol/rpc.ts';
import {
  RUN_PROCESS_PROTOCOL,
  type RunProcessEvents,
  type RunProcessMethods,
} from '../protocol/runProcess.ts';

/** What a run tells. */
export interface RunListener {
  readonly events: RpcHandlers<Record<never, never>, RunProcessEvents>['events'];
  /** The process has ended without being asked to. */
  readonly onLost: (error: AppError) => void;
}

/** A run in a process of its own; dispose to end both. */
export interface RunConnection extends Disposable {
  /** Errors: of the method, PROTOCOL_DISPOSED after the end, RUN_PROCESS_ENDED when the process was lost. */
  readonly request: RpcPeer<RunProcessMethods, Record<never, never>>['request'];
  /** Resolves when the process is gone, and with it its port. */
  readonly ended: Promise<void>;
}

export type StartRun = (listener: RunListener) => RunConnection;

export interface RunClientOptions {
  /** The bundle `runProcess.mjs`. */
  readonly modulePath: string;
  readonly clock: Pick<Clock, 'startTimer'>;
}

/** A process that closes its broker and trace takes no longer than this; one that hangs is killed then. */
const MAX_CLOSING_MS = 3000;
const MAX_LAST_WORDS = 2000;

/** Starts runs from one bundle. */
export function makeRunStarter({ modulePath, clock }: RunClientOptions): StartRun {
  return (listener) => {
    const child = fork(modulePath, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // On the desktop this program is Electron, which is Node when told so. Options such as --inspect are for the parent alone.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
    });
    return connect(child, listener, clock);
  };
}

function connect(
  child: ChildProcess,
  listener: RunListener,
  clock: Pick<Clock, 'startTimer'>,
): RunConnection {
  let isWanted = true;
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
  });
  const peer = connectRpc<Record<never, never>, RunProcessEvents, RunProcessMethods, Record<never, never>>(
    {
      // A message that meets a closed channel is answered by the end of the process.
      post: (value) => void (child.connected && child.send(value as object, () => undefined)),
      listen: (hear) => void child.on('message', hear),
    },
    RUN_PROCESS_PROTOCOL,
    { methods: {}, events: listener.events },
  );
  const lose = (error: AppError): void => {
    if (!isWanted) return;
    isWanted = false;
    peer.fail(error);
    listener.onLost(error);
  };
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      lose(new AppError('RUN_PROCESS_ENDED', `The process for the run cannot start: ${error.message}`));
      resolve();
    });
    child.once('exit', () => resolve());
  });
  // Standard error has been read to its end by then. (Of a process that was let go there is no such event.)
  child.once('close', (code, signal) => lose(describeLoss(code, signal, lastWords)));
  return {
    request: (method, params) => peer.request(method, params),
    ended,
    dispose: () => {
      isWanted = false;
      peer.dispose();
      if (child.connected) child.disconnect(); // It closes what it holds and ends.
      const timer = clock.startTimer(() => child.kill('SIGKILL'), MAX_CLOSING_MS);
      void ended.then(() => timer.dispose());
    },
  };
}

/** The error for a process that ended by itself; `lastWords` is what it wrote to standard error. */
export function describeLoss(code: number | null, signal: string | null, lastWords: string): AppError {
  const how = signal === null ? `with exit code ${String(code)}` : `by signal ${signal}`;
  const words = lastWords.trim().split('\n').slice(-8).join('\n');
  return new AppError(
    'RUN_PROCESS_ENDED',
    `The process of the run ended ${how}.${words === '' ? '' : ` Its last words:\n${words}`}`,
  );
}
