// Runs inside the extension host: lets Mocha run the bundled tests and writes what comes of them to the console.
// Must not know any test.
import Mocha from 'mocha';
import { type HostTest, writeReportLine } from './mochaReport.ts';

const TEST_TIMEOUT_MS = 30_000;

/** Runs the tests that `load` defines. Resolves when all have ended, whatever came of them. */
export function runMocha(load: () => void): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_TIMEOUT_MS, reporter: ConsoleReporter });
  // As if a file were about to be loaded: from here on `describe` and `it` belong to this Mocha.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  load();
  return new Promise((resolve) => mocha.run(() => resolve()));
}

class ConsoleReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    let tests = 0;
    const tell = (test: Mocha.Runnable, state: HostTest['state'], error?: Error): void => {
      tests += 1;
      const durationMs = test.duration ?? 0;
      write({ path: test.titlePath(), state, durationMs, ...(error && { error: describe(error) }) });
    };
    runner.on('pass', (test) => tell(test, 'passed'));
    runner.on('pending', (test) => tell(test, 'skipped'));
    // A hook that fails is told in place of the tests it was for.
    runner.on('fail', (test, error: Error) => tell(test, 'failed', error));
    runner.on('end', () => write({ tests }));
  }
}

function write(message: Parameters<typeof writeReportLine>[0]): void {
  // eslint-disable-next-line no-console -- the way out of the extension host
  console.log(writeReportLine(message));
}

function describe(error: Error): string {
  return error.stack ?? String(error);
}
