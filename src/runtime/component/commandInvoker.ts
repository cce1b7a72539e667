// WIT `command-invoker` for one operator: its resources as classes, bound to the run's command client. Every call is noted for the
// trace. Knows nothing about MQTT.
import { showBytes } from '../../base/shownBytes.ts';
import type { CommandOutcome, RpcErrorKind } from '../../protocol/commandCalls.ts';
import type { CommandExchange } from '../../protocol/trace.ts';
import {
  buildOptions,
  buildRequest,
  type CommandClient,
  type CommandRequest as RequestParts,
  type Invoker,
  type InvokerOptions,
} from '../services/commandClient.ts';
import { RpcFailure } from '../services/rpcFailure.ts';
import type { CallNotes } from './callNotes.ts';
import { toWitClock } from './dataModel.ts';
import { HostRefusal } from './hostRefusal.ts';
import { ShortLived } from './shortLived.ts';
import type { WitHybridLogicalClock } from './witTypes.ts';

/** Of answers in the trace. */
const MAX_SHOWN_BYTES = 1024;

type Pairs = [string, string][];
type Writable<T> = { -readonly [K in keyof T]?: T[K] };

/** WIT `command-response`. */
export interface WitCommandResponse {
  payload: Uint8Array;
  customUserData: Pairs;
  timestamp: WitHybridLogicalClock | undefined;
}

/** The interface as jco's glue wants it. */
export interface CommandInvokerImports {
  CommandRequest: typeof CommandRequest;
  CommandRequestBuilder: typeof CommandRequestBuilder;
  CommandInvokerOptions: typeof CommandInvokerOptions;
  CommandInvokerOptionsBuilder: typeof CommandInvokerOptionsBuilder;
  CommandInvoker: typeof CommandInvoker;
  newInvoker(options: CommandInvokerOptions): CommandInvoker;
}

/** What it adds to the other imports. */
export interface WitCommandImports {
  'wasm-graph:processor/rpc-types': Record<never, never>;
  'wasm-graph:processor/command-invoker': CommandInvokerImports;
}

export function bindCommandInvoker(client: CommandClient, notes: CallNotes): CommandInvokerImports {
  return {
    CommandRequest,
    CommandRequestBuilder,
    CommandInvokerOptions,
    CommandInvokerOptionsBuilder,
    CommandInvoker,
    newInvoker: (options) => {
      const parts = CommandInvokerOptions.partsOf(options);
      try {
        return new CommandInvoker({ command: parts.commandName, topics: client.open(parts), client, notes });
      } catch (error) {
        throw refuse(error, notes, { command: parts.commandName, topic: parts.requestTopicPattern });
      }
    },
  };
}

interface CalledCommand {
  readonly command: string;
  readonly topic: string;
  /** Of a request that went out. */
  readonly exchange?: CommandExchange | undefined;
}

// Private fields below, so that a handle which the guest made up (the glue gives it an object without them) is found out.
function madeUp(): HostRefusal {
  return new HostRefusal({ tag: 'resource-table-error' satisfies RpcErrorKind });
}

/** What the operator gets for `error`, which is noted; what is no failure of a call stays as it is. */
function refuse(error: unknown, notes: CallNotes, { command, topic, exchange }: CalledCommand): unknown {
  if (!(error instanceof RpcFailure)) return error;
  const { kind, message } = error;
  notes.addCommandCall({
    command,
    topic,
    result: `error: ${kind}: ${message}`,
    ...(exchange && {
      exchange: {
        request: exchange.request,
        outcome: { kind, reason: message, passedMs: exchange.outcome.passedMs },
      },
    }),
  });
  return new HostRefusal({ tag: error.kind });
}

function orRefuse<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    throw error instanceof RpcFailure ? new HostRefusal({ tag: error.kind }) : error;
  }
}

class CommandRequest extends ShortLived {
  readonly #parts: RequestParts;

  constructor(parts: RequestParts) {
    super();
    this.#parts = parts;
  }

  static partsOf(request: CommandRequest): RequestParts {
    if (!(#parts in request)) throw madeUp();
    return request.#parts;
  }
}

/** Each method changes the request under construction and returns a further handle to it. */
class CommandRequestBuilder extends ShortLived {
  readonly #parts: Writable<RequestParts>;

  constructor(parts: Writable<RequestParts> = {}) {
    super();
    this.#parts = parts;
  }

  payload(payload: Uint8Array): CommandRequestBuilder {
    return CommandRequestBuilder.#extend(this, { payload });
  }

  customUserData(userData: Pairs): CommandRequestBuilder {
    return CommandRequestBuilder.#extend(this, { userData });
  }

  topicTokens(tokens: Pairs): CommandRequestBuilder {
    return CommandRequestBuilder.#extend(this, { topicTokens: new Map(tokens) });
  }

  timeout(secs: bigint, nanos: number): CommandRequestBuilder {
    return CommandRequestBuilder.#extend(this, { timeoutMs: Number(secs) * 1000 + nanos / 1_000_000 });
  }

  build(): CommandRequest {
    const parts = CommandRequestBuilder.#partsOf(this);
    return orRefuse(() => new CommandRequest(buildRequest({ ...parts })));
  }

  static #partsOf(builder: CommandRequestBuilder): Writable<RequestParts> {
    if (!(#parts in builder)) throw madeUp();
    return builder.#parts;
  }

  static #extend(builder: CommandRequestBuilder, more: Partial<RequestParts>): CommandRequestBuilder {
    return new CommandRequestBuilder(Object.assign(CommandRequestBuilder.#partsOf(builder), more));
  }
}

class CommandInvokerOptions extends ShortLived {
  readonly #parts: InvokerOptions;

  constructor(parts: InvokerOptions) {
    super();
    this.#parts = parts;
  }

  static partsOf(options: CommandInvokerOptions): InvokerOptions {
    if (!(#parts in options)) throw madeUp();
    return options.#parts;
  }
}

/** As {@link CommandRequestBuilder}. */
class CommandInvokerOptionsBuilder extends ShortLived {
  readonly #parts: Writable<InvokerOptions>;

  constructor(parts: Writable<InvokerOptions> = {}) {
    super();
    this.#parts = parts;
  }

  requestTopicPattern(requestTopicPattern: string): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { requestTopicPattern });
  }

  responseTopicPattern(responseTopicPattern: string): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { responseTopicPattern });
  }

  commandName(commandName: string): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { commandName });
  }

  topicNamespace(topicNamespace: string): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { topicNamespace });
  }

  topicTokenMap(tokens: Pairs): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { topicTokens: new Map(tokens) });
  }

  responseTopicPrefix(responseTopicPrefix: string): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { responseTopicPrefix });
  }

  responseTopicSuffix(responseTopicSuffix: string): CommandInvokerOptionsBuilder {
    return CommandInvokerOptionsBuilder.#extend(this, { responseTopicSuffix });
  }

  build(): CommandInvokerOptions {
    const parts = CommandInvokerOptionsBuilder.#partsOf(this);
    return orRefuse(() => new CommandInvokerOptions(buildOptions({ ...parts })));
  }

  static #partsOf(builder: CommandInvokerOptionsBuilder): Writable<InvokerOptions> {
    if (!(#parts in builder)) throw madeUp();
    return builder.#parts;
  }

  static #extend(
    builder: CommandInvokerOptionsBuilder,
    more: Partial<InvokerOptions>,
  ): CommandInvokerOptionsBuilder {
    return new CommandInvokerOptionsBuilder(
      Object.assign(CommandInvokerOptionsBuilder.#partsOf(builder), more),
    );
  }
}

interface InvokerParts {
  readonly command: string;
  readonly topics: Invoker;
  readonly client: CommandClient;
  readonly notes: CallNotes;
}

class CommandInvoker {
  readonly #parts: InvokerParts;

  constructor(parts: InvokerParts) {
    this.#parts = parts;
  }

  invoke(request: CommandRequest): WitCommandResponse {
    if (!(#parts in this)) throw madeUp();
    const { command, topics, client, notes } = this.#parts;
    const parts = CommandRequest.partsOf(request);
    let topic = topics.request.filter;
    let exchange: CommandExchange | undefined;
    const onOutcome = (outcome: CommandOutcome): void => {
      exchange = { request: parts.payload, outcome };
    };
    try {
      topic = client.topicOf(topics, parts);
      const { payload, userData, timestamp } = client.invoke(topics, parts, onOutcome);
      const result = showBytes(payload, MAX_SHOWN_BYTES);
      notes.addCommandCall({ command, topic, result, ...(exchange && { exchange }) });
      return {
        payload,
        customUserData: userData.map(([key, value]) => [key, value]),
        timestamp: timestamp && toWitClock(timestamp),
      };
    } catch (error) {
      throw refuse(error, notes, { command, topic, exchange });
    }
  }
}
