// What jco's transpiler, itself a component, gets as WASI: nothing but an output that is thrown away. The bundle takes this
// file in place of @bytecodealliance/preview2-shim, which would start a thread and hand out the process's environment.
import { createWasiHost } from './wasiHost.ts';

const { imports } = createWasiHost({
  onOutput: () => undefined,
  nowNanos: () => 0n,
  monotonicNanos: () => 0n,
  sleepNanos: () => undefined,
  // Only seeds the transpiler's hash maps.
  randomBytes: (count) => new Uint8Array(count),
});

type Part = Record<string, unknown>;
const part = (name: string): Part => imports[name] ?? {};

// preview2-shim/cli
export const environment: Part = part('wasi:cli/environment');
export const exit: Part = part('wasi:cli/exit');
export const stdin: Part = part('wasi:cli/stdin');
export const stdout: Part = part('wasi:cli/stdout');
export const stderr: Part = part('wasi:cli/stderr');
export const terminalInput: Part = part('wasi:cli/terminal-input');
export const terminalOutput: Part = part('wasi:cli/terminal-output');
export const terminalStdin: Part = part('wasi:cli/terminal-stdin');
export const terminalStdout: Part = part('wasi:cli/terminal-stdout');
export const terminalStderr: Part = part('wasi:cli/terminal-stderr');
// preview2-shim/filesystem
export const preopens: Part = part('wasi:filesystem/preopens');
export const types: Part = part('wasi:filesystem/types');
// preview2-shim/io
export const error: Part = part('wasi:io/error');
export const streams: Part = part('wasi:io/streams');
// preview2-shim/random
export const random: Part = part('wasi:random/random');
