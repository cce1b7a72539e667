// Hand-written core modules, metered and run, for tests of metering. Knows nothing about components.
import { CallGuard } from '../../src/runtime/component/callGuard.ts';
import { CHECK_EXPORT, FUEL_EXPORT, meterCore } from '../../src/runtime/component/meterCore.ts';

type Run = (...args: unknown[]) => unknown;

export interface MeteredInstance {
  readonly isInterruptible: boolean;
  readonly exports: Record<string, unknown>;
  /** Calls an exported function with `limitMs` of time. */
  readonly call: (name: string, ...args: unknown[]) => unknown;
  readonly guard: CallGuard;
}

/** Meters `bytes`, instantiates the result and connects it with a guard as a run does. */
export function runMetered(
  bytes: Uint8Array,
  options: { maxMemoryBytes?: number; imports?: WebAssembly.ImportObject; limitMs?: number } = {},
): MeteredInstance {
  const metered = meterCore(bytes, { maxMemoryBytes: options.maxMemoryBytes ?? 64 * 65_536 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(metered.bytes), options.imports ?? {});
  const guard = new CallGuard(() => performance.now());
  const exports: Record<string, unknown> = instance.exports;
  const fuel = exports[FUEL_EXPORT];
  const check = exports[CHECK_EXPORT];
  if (fuel instanceof WebAssembly.Global && check instanceof WebAssembly.Table) guard.attach(fuel, check);
  const call = (name: string, ...args: unknown[]): unknown => {
    guard.arm(performance.now() + (options.limitMs ?? 50), 0);
    try {
      return (exports[name] as Run)(...args);
    } finally {
      guard.disarm();
    }
  };
  return { isInterruptible: metered.isInterruptible, exports, call, guard };
}

/** Instantiates `bytes` as they are. */
export function runPlain(bytes: Uint8Array, imports: WebAssembly.ImportObject = {}): Record<string, Run> {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as unknown as Record<
    string,
    Run
  >;
}
