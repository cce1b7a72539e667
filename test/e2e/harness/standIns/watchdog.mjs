// Stands in for VS Code's native watchdog: ends the extension host when the process that started it is gone.
import { setInterval } from 'node:timers';
const CHECK_EVERY_MS = 2_000;
const EXIT_CODE = 87;

let timer;

export function start(parentPid) {
  timer ??= setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch {
      process.exit(EXIT_CODE);
    }
  }, CHECK_EVERY_MS);
  timer.unref();
}

export function exit(code) {
  process.exit(code ?? 0);
}
