// What an engine is made with besides operators: the client for commands and the trace. Knows nothing about messages.
import type { EngineLog, EngineStart } from '../../protocol/engine.ts';
import type { CallGuard } from '../component/callGuard.ts';
import type { SessionClock } from '../scheduler/sessionClock.ts';
import { CommandClient } from '../services/commandClient.ts';
import { TraceRecorder } from '../trace/traceRecorder.ts';
import type { CallCommand } from './commandChannel.ts';

/** The client by which operators call commands; what a call waits is not their time. */
export function createCommandClient(
  clock: SessionClock,
  guard: CallGuard,
  callCommand: CallCommand,
): CommandClient {
  return new CommandClient({
    nowMs: () => clock.nowMs(),
    isVirtual: clock.isVirtual,
    call: (call) => {
      const caller = { node: guard.node, isInit: guard.message === 0 };
      const outcome = guard.excuse(() => callCommand({ ...call, caller }, () => guard.checkWanted()));
      if (clock.isVirtual && outcome.passedMs > 0) clock.sleep(outcome.passedMs);
      return outcome;
    },
  });
}

/** The trace of a run, in memory and where it is wanted in a file. */
export function createRecorder(
  start: EngineStart,
  clock: SessionClock,
  addLog: (line: EngineLog) => void,
): TraceRecorder {
  const { plan, trace } = start;
  const { path, maxMegabytes } = trace;
  return new TraceRecorder({
    header: {
      version: 1,
      graph: plan.name,
      level: trace.level,
      startedMs: clock.nowMs(),
      nodes: plan.nodes.map((node) => node.name),
      ...(start.recorded && { run: start.recorded }),
    },
    logger: { log: (level, message) => addLog({ level, context: 'trace', message }) },
    ...(path !== undefined && { spill: { path, ...(maxMegabytes !== undefined && { maxMegabytes }) } }),
  });
}
