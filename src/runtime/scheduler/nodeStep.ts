// What one step does at a node of each type: calls the operator, decides the verdict, sends the result on. Knows nothing
// about time passing or which step comes next. Semantics per type: docs/runtime.md.
import { compareClocks, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import { isSameSchema, type MessageSchema } from '../../graph/messageSchema.ts';
import type { Verdict } from '../../protocol/trace.ts';
import type { OperatorFailure } from '../component/explainFailure.ts';
import { Payload } from '../trace/payload.ts';
import { FlowMessage } from '../message/flowMessage.ts';
import type { HopDetails, HopWriter } from './hopWriter.ts';
import type { Item } from './item.ts';
import type { NextStep } from './nextStep.ts';
import { CallFailure, type OperatorHost } from './operatorHost.ts';
import type { Bucket } from './pendingTimes.ts';
import type { PlanEdge, PlanNode, RunPlan } from '../../graph/runPlan.ts';

/** What a step may do to the run around it. */
export interface NodeStepPorts {
  readonly plan: RunPlan;
  /** By node index; absent for nodes without operator. */
  readonly operators: readonly (OperatorHost | undefined)[];
  readonly hops: HopWriter;
  /** Puts an item before a node. */
  readonly enqueue: (node: number, item: Item) => void;
  /** Lets an item wait at a node for a logical time. */
  readonly hold: (node: number, time: HybridLogicalClock, item: Item) => void;
  /** Takes a sink's message. */
  readonly emit: (message: FlowMessage, node: number) => void;
  /** The number of a new message. */
  readonly newId: () => number;
  /** Largest list an accumulate gets at once. */
  readonly accumulateBatch: number;
}

const EMPTY_PAYLOAD = new Payload(new Uint8Array());

export class NodeStep {
  readonly #ports: NodeStepPorts;
  /** The schemas that the plan gives to messages. */
  readonly #declared: ReadonlySet<MessageSchema>;

  constructor(ports: NodeStepPorts) {
    this.#ports = ports;
    const edges = ports.plan.nodes.flatMap((node) => [...node.edges, ...node.trueEdges]);
    this.#declared = new Set(edges.flatMap(({ schema }) => schema ?? []));
  }

  /** Carries one item through the node with index `index`. */
  process(index: number, item: Item): void {
    const node = this.node(index);
    switch (node.type) {
      case 'source':
      case 'concatenate':
        return this.#pass(index, item, node.edges, {});
      case 'sink':
        this.write(index, item, 'emitted', {});
        return this.#ports.emit(item.message, index);
      case 'map':
        return this.#map(index, node, item);
      case 'filter':
        return this.#filter(index, node, item);
      case 'branch':
        return this.#branch(index, node, item);
      case 'delay':
        return this.#delay(index, node, item);
      case 'accumulate':
        return this.#absorb(index, item);
    }
  }

  /** Finishes what waited for a time: lets held items go, or closes a window. */
  complete(bucket: Bucket): void {
    if (this.isWindow(bucket)) return this.#closeWindow(bucket);
    const { edges } = this.node(bucket.node);
    for (const item of bucket.items) this.#send(edges, item, item.cause, item.message);
  }

  /** Whether `bucket` is an accumulate's window; otherwise a delay holds it. */
  isWindow(bucket: Bucket): boolean {
    return this.node(bucket.node).type === 'accumulate';
  }

  /** What {@link complete} will do with a window; `id` is the number its output will have. */
  describeWindow(bucket: Bucket, id: number): NextStep {
    const window = bucket.items.sort(compareInWindow);
    const { node, time } = bucket;
    const cause = window.at(-1)?.cause ?? 0;
    const item = { time, message: startWindow(time, window), id, cause, connection: -1 };
    return { node, item, window, identity: bucket };
  }

  node(index: number): PlanNode {
    const node = this.#ports.plan.nodes[index];
    if (!node) throw new Error(`there is no node ${String(index)}`);
    return node;
  }

  /** A message of the trace, with the plan's own schema in place of one that reads the same. */
  recognize(message: FlowMessage): FlowMessage {
    const { schema } = message;
    const known = schema && [...this.#declared].find((each) => isSameSchema(each, schema));
    return known ? message.withSchema(known) : message;
  }

  write(index: number, item: Item, verdict: Verdict, details: HopDetails): number {
    return this.#ports.hops.write(index, item, verdict, details);
  }

  #map(index: number, node: PlanNode, item: Item): void {
    const host = this.#operator(index);
    const output = host.run((operator) => operator.map(item.message), item.id);
    if (output instanceof CallFailure) this.#fail(index, item, host, output.failure);
    else this.#pass(index, item, node.edges, { host, output });
  }

  #filter(index: number, node: PlanNode, item: Item): void {
    const host = this.#operator(index);
    const isKept = host.run((operator) => operator.filter(item.message), item.id);
    if (isKept instanceof CallFailure) this.#fail(index, item, host, isKept.failure);
    else if (isKept) this.#pass(index, item, node.edges, { host });
    else this.write(index, item, 'dropped', { host, reason: 'the filter returned false' });
  }

  #branch(index: number, node: PlanNode, item: Item): void {
    const host = this.#operator(index);
    const isTrue = host.run((operator) => operator.branch(item.time, item.message), item.id);
    if (isTrue instanceof CallFailure) this.#fail(index, item, host, isTrue.failure);
    else if (isTrue) this.#pass(index, item, node.trueEdges, { host, arm: 'True' });
    else this.#pass(index, item, node.edges, { host, arm: 'False' });
  }

  #delay(index: number, node: PlanNode, item: Item): void {
    const host = this.#operator(index);
    const asked = host.run((operator) => operator.delay(item.message, item.time), item.id);
    if (asked instanceof CallFailure) return this.#fail(index, item, host, asked.failure);
    const isEarlier = compareClocks(asked, item.time) < 0;
    const newTime = isEarlier ? item.time : asked;
    const note = isEarlier
      ? { reason: 'the delay asked for an earlier time; clamped to the time of the item' }
      : {};
    if (node.edges.length === 0) return this.#pass(index, item, node.edges, { host, newTime });
    const cause = this.write(index, item, 'passed', { host, newTime, ...note });
    this.#ports.hold(index, newTime, { ...item, time: newTime, cause });
  }

  // As with a delay, what the window gives out later comes from the hop that went in here.
  #absorb(index: number, item: Item): void {
    const cause = this.write(index, item, 'absorbed', { reason: 'into the window of this time' });
    this.#ports.hold(index, item.time, { ...item, cause });
  }

  #pass(index: number, item: Item, edges: readonly PlanEdge[], details: HopDetails): void {
    if (edges.length === 0) {
      const reason = details.arm ? `arm "${details.arm}" leads nowhere` : 'the node leads nowhere';
      this.write(index, item, 'dropped', { ...details, reason });
      return;
    }
    const output = details.output ?? item.message;
    const cause = this.write(index, item, 'passed', details);
    this.#send(edges, item, cause, output);
  }

  #send(edges: readonly PlanEdge[], item: Item, cause: number, message: FlowMessage): void {
    for (const { target, connection, schema } of edges) {
      const sent = schema === undefined ? message : this.#declare(message, schema);
      this.#ports.enqueue(target, { time: item.time, message: sent, id: item.id, cause, connection });
    }
  }

  // What an operator set counts more than what a connection says; what one before said does not hold behind an operator. The
  // same object tells which it is: an operator may well set what another connection says, too.
  #declare(message: FlowMessage, schema: MessageSchema): FlowMessage {
    const own = message.schema;
    return own === schema || (own && !this.#declared.has(own)) ? message : message.withSchema(schema);
  }

  // One call with all items in order of their own time, the last of which is named as the cause; a long list in several
  // calls, each staged on from the last. A call that fails loses its own items only: what the others made of theirs still
  // goes out.
  #closeWindow({ node, time, items }: Bucket): void {
    const host = this.#operator(node);
    const { edges } = this.node(node);
    const sorted = items.sort(compareInWindow);
    const size = this.#ports.accumulateBatch;
    const id = this.#ports.newId();
    let staged = startWindow(time, sorted);
    let last: { item: Item; cause: number } | undefined;
    for (let start = 0; start < sorted.length; start += size) {
      const batch = sorted.slice(start, start + size);
      const item: Item = { time, message: staged, id, cause: batch.at(-1)?.cause ?? 0, connection: -1 };
      const parents = batch.map((each) => each.id);
      const messages = batch.map((each) => each.message);
      const before = staged;
      const result = host.run((operator) => operator.accumulate(before, messages), id);
      if (result instanceof CallFailure) {
        this.#fail(node, item, host, result.failure, parents);
        continue;
      }
      staged = result;
      const reason = sorted.length > size ? { reason: 'one part of the window' } : {};
      const details = { host, parents, output: staged, ...reason };
      if (edges.length === 0) this.#pass(node, item, edges, details);
      else last = { item, cause: this.write(node, item, 'passed', details) };
    }
    if (last) this.#send(edges, last.item, last.cause, staged);
  }

  #fail(
    index: number,
    item: Item,
    host: OperatorHost,
    failure: OperatorFailure,
    parents?: readonly number[],
  ): void {
    const { code, message, stack } = failure;
    const error = { code, message, ...(stack && { stack }) };
    this.write(index, item, 'error', { host, reason: message, error, parents });
  }

  #operator(index: number): OperatorHost {
    const host = this.#ports.operators[index];
    if (!host) throw new Error(`node ${String(index)} has no operator`);
    return host;
  }
}

function compareInWindow(a: Item, b: Item): number {
  return compareClocks(a.message.timestamp, b.message.timestamp) || a.connection - b.connection;
}

// The first staged value is a message with an empty payload; its topic lets what is made from it be published.
function startWindow(time: HybridLogicalClock, items: readonly Item[]): FlowMessage {
  const { topic = '', inputTopic = '' } = items[0]?.message ?? {};
  return new FlowMessage(
    'message',
    time,
    topic,
    undefined,
    [],
    EMPTY_PAYLOAD,
    undefined,
    undefined,
    inputTopic,
  );
}
