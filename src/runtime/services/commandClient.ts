// Calls commands over MQTT: checks what an operator wants, makes the request and reads the answer. Source: Azure IoT Operations SDKs,
// "RPC Protocol", and the Rust SDK's command invoker. Does not know how a request gets to a broker.
import { ClockIssuer, formatClock } from '../../base/hybridLogicalClock.ts';
import type { CommandCall, CommandOutcome } from '../../protocol/commandCalls.ts';
import type { UserProperty } from '../../protocol/message.ts';
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import { type CommandAnswer, readAnswer } from './commandAnswer.ts';
import { RpcFailure } from './rpcFailure.ts';
import { isCommandName, TopicPattern, TopicPatternFault, type TopicTokens } from './topicPattern.ts';

/** The name under which runs take part in MQTT. */
export const CLIENT_ID = 'dataflow-graph';

/** What an invoker is made of; WIT `command-invoker-options`. */
export interface InvokerOptions {
  readonly requestTopicPattern: string;
  readonly commandName: string;
  readonly responseTopicPattern?: string;
  readonly topicNamespace?: string;
  readonly topicTokens?: TopicTokens;
  readonly responseTopicPrefix?: string;
  readonly responseTopicSuffix?: string;
}

/** WIT `command-request`. */
export interface CommandRequest {
  readonly payload: Uint8Array;
  readonly userData: readonly UserProperty[];
  readonly topicTokens: TopicTokens;
  readonly timeoutMs: number;
}

/** Topics of an invoker whose options have been checked. */
export interface Invoker {
  readonly request: TopicPattern;
  readonly response: TopicPattern;
}

export interface CommandClientPorts {
  /** Sends a request and blocks until there is an answer, or none is to be expected. */
  readonly call: (call: CommandCall) => CommandOutcome;
  /** Session clock, whole milliseconds. */
  readonly nowMs: () => number;
  /** Then the run's time has nothing to do with that of those who answer. */
  readonly isVirtual: boolean;
}

const U32_MAX = 0xffff_ffff;

/** One per run. */
export class CommandClient {
  readonly #ports: CommandClientPorts;
  readonly #clock: ClockIssuer;

  constructor(ports: CommandClientPorts) {
    this.#ports = ports;
    this.#clock = new ClockIssuer(CLIENT_ID, ports.nowMs);
  }

  /** WIT `new-invoker`. Throws {@link RpcFailure}: configuration-invalid. */
  open(options: InvokerOptions): Invoker {
    const { commandName, requestTopicPattern, topicNamespace, topicTokens } = options;
    if (!isCommandName(commandName))
      throw new RpcFailure('configuration-invalid', `"${commandName}" is no name for a command`);
    const tokens: TopicTokens = new Map([
      ['commandName', commandName],
      ['invokerClientId', CLIENT_ID],
      ...(topicTokens ?? []),
    ]);
    return orInvalid(() => ({
      request: new TopicPattern(requestTopicPattern, topicNamespace, tokens),
      response: new TopicPattern(responsePatternOf(options), topicNamespace, tokens),
    }));
  }

  /** The topic of a request. Throws {@link RpcFailure}: configuration-invalid. */
  topicOf(invoker: Invoker, { topicTokens }: CommandRequest): string {
    return orInvalid(() => invoker.request.fill(topicTokens));
  }

  /** WIT `invoke`. Throws {@link RpcFailure} of every kind but build-error and resource-table-error. */
  invoke(
    invoker: Invoker,
    request: CommandRequest,
    onOutcome?: (outcome: CommandOutcome) => void,
  ): CommandAnswer {
    const topic = this.topicOf(invoker, request);
    const responseTopic = orInvalid(() => invoker.response.fill(request.topicTokens));
    const { filter } = invoker.response;
    const outcome = this.#ports.call({
      topic,
      responseTopic,
      // A value of several levels is more than "+" takes.
      responseFilter: matchesTopicFilter(filter, responseTopic) ? filter : responseTopic,
      payload: request.payload,
      ...describePayload(request.payload),
      userProperties: [...request.userData, ...this.#marks()],
      timeoutMs: request.timeoutMs,
    });
    onOutcome?.(outcome);
    if (outcome.kind !== 'answered') throw new RpcFailure(outcome.kind, outcome.reason);
    const { isVirtual, nowMs } = this.#ports;
    const answer = readAnswer(outcome.payload, outcome.userProperties, isVirtual ? undefined : nowMs());
    if (answer.timestamp && !isVirtual) this.#clock.observe(answer.timestamp);
    return answer;
  }

  // `__invId` is what version 1 of the protocol calls `__srcId`; executors of both kinds are there.
  #marks(): UserProperty[] {
    return [
      ['__srcId', CLIENT_ID],
      ['__invId', CLIENT_ID],
      ['__ts', formatClock(this.#clock.issue())],
      ['__protVer', '1.0'],
      ['$partition', CLIENT_ID],
    ];
  }
}

/** Checks the options that must be there. Throws {@link RpcFailure}: build-error. */
export function buildOptions(options: Partial<InvokerOptions>): InvokerOptions {
  const { requestTopicPattern, commandName } = options;
  if (requestTopicPattern === undefined) throw missing('the options', 'request-topic-pattern');
  if (commandName === undefined) throw missing('the options', 'command-name');
  return { ...options, requestTopicPattern, commandName };
}

/** Checks what must be there and what can be wrong without knowing the invoker. Throws {@link RpcFailure}: build-error. */
export function buildRequest(request: Partial<CommandRequest>): CommandRequest {
  const { payload, timeoutMs, userData = [], topicTokens = new Map<string, string>() } = request;
  if (payload === undefined) throw missing('the request', 'payload');
  if (timeoutMs === undefined) throw missing('the request', 'timeout');
  if (timeoutMs < 1 || Math.ceil(timeoutMs / 1000) > U32_MAX)
    throw new RpcFailure(
      'build-error',
      `a timeout of ${String(timeoutMs)} ms is not between 1 ms and 2^32 s`,
    );
  const reserved = userData.find(([key]) => key.startsWith('__'));
  if (reserved)
    throw new RpcFailure(
      'build-error',
      `the user data "${reserved[0]}" begins with "__", which the protocol keeps for itself`,
    );
  return { payload, timeoutMs, userData, topicTokens };
}

function missing(what: string, name: string): RpcFailure {
  return new RpcFailure('build-error', `${what} cannot be built: ${name} was not set`);
}

function responsePatternOf(options: InvokerOptions): string {
  const { requestTopicPattern, responseTopicPattern, responseTopicPrefix, responseTopicSuffix } = options;
  if (responseTopicPattern !== undefined) return responseTopicPattern;
  if (responseTopicPrefix === undefined && responseTopicSuffix === undefined)
    return `clients/${CLIENT_ID}/${requestTopicPattern}`;
  const parts = [responseTopicPrefix, requestTopicPattern, responseTopicSuffix];
  return parts.filter((part) => part !== undefined).join('/');
}

function orInvalid<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TopicPatternFault)) throw error;
    throw new RpcFailure('configuration-invalid', error.message);
  }
}

// WIT leaves open what the bytes are; executors that look at the content type look for JSON.
function describePayload(payload: Uint8Array): Pick<CommandCall, 'contentType' | 'isText'> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return { contentType: isJson(text) ? 'application/json' : 'application/octet-stream', isText: true };
  } catch {
    // Not UTF-8, so it is no text.
    return { contentType: 'application/octet-stream', isText: false };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Any other text.
    return false;
  }
}
