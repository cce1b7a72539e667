// Ctrl-C: the first asks for an orderly end, the second ends the process. Knows nothing about what is interrupted.
import type { Disposable } from '../base/disposable.ts';
import { exitCodes } from './exitCodes.ts';

/** `interrupted` resolves at the first SIGINT or SIGTERM, or of other `signals`. Dispose to give them back. */
export function catchInterrupt(
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
): Disposable & { readonly interrupted: Promise<void> } {
  let resolve: () => void = () => undefined;
  const interrupted = new Promise<void>((settle) => (resolve = settle));
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    if (count > 1) process.exit(exitCodes.interrupted);
    resolve();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    interrupted,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
