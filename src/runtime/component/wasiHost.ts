// A small WASI 0.2 host for operators: no environment, no arguments, no files, no sockets; output goes to callbacks line
// by line; time and randomness come from the run. Interfaces: wasi:cli, clocks, filesystem, io, random, sockets @0.2.x,
// in the shape that jco's glue expects. Knows nothing about graphs.
import { HostRefusal } from './hostRefusal.ts';

/** What the run lends to the WASI host. */
export interface WasiPorts {
  /** Receives whole lines, without their line end; a line longer than 64 KiB comes in pieces. */
  readonly onOutput: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Session clock: nanoseconds since the Unix epoch. */
  readonly nowNanos: () => bigint;
  /** Monotonic clock of the session in nanoseconds. */
  readonly monotonicNanos: () => bigint;
  /** Blocks the operator; bounded by its time limit. */
  readonly sleepNanos: (duration: bigint) => void;
  readonly randomBytes: (count: number) => Uint8Array;
}

/** Import objects by interface name without version, as jco's `instantiate` takes them. */
export type HostImports = Record<string, Record<string, unknown>>;

const MAX_LINE_BYTES = 65_536;
const MAX_RANDOM_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Collects bytes into lines. */
class LineBuffer {
  #pending = '';
  readonly #decoder = new TextDecoder();
  readonly #emit: (line: string) => void;

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  write(bytes: Uint8Array): void {
    this.#pending += this.#decoder.decode(bytes, { stream: true });
    if (bytes.includes(NEWLINE)) {
      const lines = this.#pending.split('\n');
      this.#pending = lines.pop() ?? '';
      for (const line of lines) this.#emit(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
    if (this.#pending.length > MAX_LINE_BYTES) this.finish();
  }

  finish(): void {
    if (this.#pending) this.#emit(this.#pending);
    this.#pending = '';
  }
}

/** The WASI imports of one instance; `flush` emits a last line that has no line end. */
export interface WasiHost {
  readonly imports: HostImports;
  flush(): void;
}

/** Builds the imports for one operator instance. */
export function createWasiHost(ports: WasiPorts): WasiHost {
  const out = new LineBuffer((line) => ports.onOutput('stdout', line));
  const err = new LineBuffer((line) => ports.onOutput('stderr', line));
  const io = createIo(createPolling(ports));
  return {
    imports: {
      ...io.imports,
      ...createCli(io, out, err),
      ...createClocks(ports, io),
      ...createRandom(ports),
      ...closedFilesystem(),
      ...closedSockets(),
    },
    flush: () => {
      out.finish();
      err.finish();
    },
  };
}

/** Every interface that {@link createWasiHost} implements, as `wasi:cli/stdout`: read from the imports themselves. */
export const servedWasiInterfaces: readonly string[] = Object.keys(
  createWasiHost({
    onOutput: () => undefined,
    nowNanos: () => 0n,
    monotonicNanos: () => 0n,
    sleepNanos: () => undefined,
    randomBytes: (count) => new Uint8Array(count),
  }).imports,
);

type Polling = ReturnType<typeof createPolling>;
type IoParts = ReturnType<typeof createIo>;

// wasi:io/poll
function createPolling(ports: WasiPorts) {
  class Pollable {
    readonly #readyAt: bigint;
    constructor(readyAt = 0n) {
      this.#readyAt = readyAt;
    }
    ready(): boolean {
      return ports.monotonicNanos() >= this.#readyAt;
    }
    block(): void {
      // Again and again, because a sleep may end a little early; the operator's time limit bounds it.
      for (let wait = this.#waitNanos(); wait > 0n; wait = this.#waitNanos()) ports.sleepNanos(wait);
    }
    #waitNanos(): bigint {
      return this.#readyAt - ports.monotonicNanos();
    }
    static earliest(list: readonly Pollable[]): Pollable | undefined {
      return list.reduce<Pollable | undefined>(
        (best, next) => (best && best.#readyAt <= next.#readyAt ? best : next),
        undefined,
      );
    }
  }
  const poll = (list: readonly Pollable[]): Uint32Array => {
    if (list.length === 0) throw new Error('poll was called without anything to wait for'); // traps, as WASI says
    if (!list.some((each) => each.ready())) Pollable.earliest(list)?.block();
    return Uint32Array.from(list.flatMap((each, index) => (each.ready() ? [index] : [])));
  };
  return { Pollable, poll };
}

// wasi:io/error, poll, streams
function createIo({ Pollable, poll }: Polling) {
  class IoError {
    toDebugString(): string {
      return 'no such stream in this host';
    }
  }
  /** Always at its end. */
  class InputStream {
    read(): never {
      throw new HostRefusal({ tag: 'closed' });
    }
    blockingRead(): never {
      throw new HostRefusal({ tag: 'closed' });
    }
    skip(): never {
      throw new HostRefusal({ tag: 'closed' });
    }
    blockingSkip(): never {
      throw new HostRefusal({ tag: 'closed' });
    }
    subscribe(): InstanceType<typeof Pollable> {
      return new Pollable();
    }
  }
  class OutputStream {
    readonly #lines: LineBuffer;
    constructor(lines: LineBuffer) {
      this.#lines = lines;
    }
    checkWrite(): bigint {
      return BigInt(MAX_LINE_BYTES);
    }
    write(bytes: Uint8Array): void {
      this.#lines.write(bytes);
    }
    blockingWriteAndFlush(bytes: Uint8Array): void {
      this.#lines.write(bytes);
    }
    writeZeroes(count: bigint): void {
      this.#lines.write(new Uint8Array(Math.min(Number(count), MAX_LINE_BYTES)));
    }
    blockingWriteZeroesAndFlush(count: bigint): void {
      this.writeZeroes(count);
    }
    flush(): void {
      // Lines are passed on as they end; nothing is held back on purpose.
    }
    blockingFlush(): void {
      // As above.
    }
    subscribe(): InstanceType<typeof Pollable> {
      return new Pollable();
    }
    splice(): never {
      throw new HostRefusal({ tag: 'closed' });
    }
    blockingSplice(): never {
      throw new HostRefusal({ tag: 'closed' });
    }
  }
  return {
    Pollable,
    InputStream,
    OutputStream,
    imports: {
      'wasi:io/error': { Error: IoError },
      'wasi:io/poll': { Pollable, poll },
      'wasi:io/streams': { InputStream, OutputStream },
    },
  };
}

// wasi:cli: empty environment, closed input, line-buffered output
function createCli(io: IoParts, out: LineBuffer, err: LineBuffer): HostImports {
  class TerminalInput {}
  class TerminalOutput {}
  const exit = (status: string | number): never => {
    throw new Error(`the operator ended itself with exit (${String(status)}); operators must return instead`);
  };
  return {
    'wasi:cli/environment': {
      getEnvironment: () => [],
      getArguments: () => [],
      initialCwd: () => undefined,
    },
    'wasi:cli/exit': {
      exit: (status: { tag: string }) => exit(status.tag),
      exitWithCode: (code: number) => exit(code),
    },
    'wasi:cli/stdin': { getStdin: () => new io.InputStream() },
    'wasi:cli/stdout': { getStdout: () => new io.OutputStream(out) },
    'wasi:cli/stderr': { getStderr: () => new io.OutputStream(err) },
    'wasi:cli/terminal-input': { TerminalInput },
    'wasi:cli/terminal-output': { TerminalOutput },
    'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
    'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
    'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
  };
}

// wasi:clocks: the session's clocks
function createClocks(ports: WasiPorts, io: IoParts): HostImports {
  const NANOS_PER_SECOND = 1_000_000_000n;
  return {
    'wasi:clocks/monotonic-clock': {
      now: ports.monotonicNanos,
      resolution: () => 1000n,
      subscribeInstant: (when: bigint) => new io.Pollable(when),
      subscribeDuration: (duration: bigint) => new io.Pollable(ports.monotonicNanos() + duration),
    },
    'wasi:clocks/wall-clock': {
      now: () => {
        const nanos = ports.nowNanos();
        return { seconds: nanos / NANOS_PER_SECOND, nanoseconds: Number(nanos % NANOS_PER_SECOND) };
      },
      resolution: () => ({ seconds: 0n, nanoseconds: 1_000_000 }),
    },
  };
}

// wasi:random: the run's source, seeded when its clock is virtual
function createRandom(ports: WasiPorts): HostImports {
  const bytes = (count: bigint): Uint8Array => {
    if (count > BigInt(MAX_RANDOM_BYTES))
      throw new Error(`${String(count)} random bytes at once are too many`);
    return ports.randomBytes(Number(count));
  };
  const u64 = (): bigint => Buffer.from(ports.randomBytes(8)).readBigUInt64LE();
  return {
    'wasi:random/random': { getRandomBytes: bytes, getRandomU64: u64 },
    'wasi:random/insecure': { getInsecureRandomBytes: bytes, getInsecureRandomU64: u64 },
    'wasi:random/insecure-seed': { insecureSeed: () => [u64(), u64()] },
  };
}

// wasi:filesystem: nothing is opened beforehand, so no descriptor can come to exist
function closedFilesystem(): HostImports {
  class Descriptor {}
  class DirectoryEntryStream {}
  return {
    'wasi:filesystem/preopens': { getDirectories: () => [] },
    'wasi:filesystem/types': { Descriptor, DirectoryEntryStream, filesystemErrorCode: () => undefined },
  };
}

// wasi:sockets: every attempt is refused
function closedSockets(): HostImports {
  class Network {}
  class TcpSocket {}
  class UdpSocket {}
  class IncomingDatagramStream {}
  class OutgoingDatagramStream {}
  class ResolveAddressStream {}
  const refuse = (): never => {
    throw new HostRefusal('access-denied');
  };
  return {
    'wasi:sockets/network': { Network },
    'wasi:sockets/instance-network': { instanceNetwork: () => new Network() },
    'wasi:sockets/tcp': { TcpSocket },
    'wasi:sockets/tcp-create-socket': { createTcpSocket: refuse },
    'wasi:sockets/udp': { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream },
    'wasi:sockets/udp-create-socket': { createUdpSocket: refuse },
    'wasi:sockets/ip-name-lookup': { ResolveAddressStream, resolveAddresses: refuse },
  };
}
