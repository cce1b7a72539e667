// A command client of a run without a broker: every call fails.
import { CommandClient } from '../../src/runtime/services/commandClient.ts';

export function noCommands(): CommandClient {
  return new CommandClient({
    nowMs: () => 0,
    isVirtual: true,
    call: () => ({ kind: 'client-error', reason: 'there is no broker here', passedMs: 0 }),
  });
}
