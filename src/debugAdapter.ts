// Composition root of the debug adapter as a program of its own, for editors other than VS Code and for tests: the Debug Adapter
// Protocol over standard input and output. VS Code has the same session inside the extension (src/host/debug).
import { fileURLToPath } from 'node:url';
import { GraphDebugSession } from './debug/graphDebugSession.ts';
import { makeRunStarter } from './debug/runClient.ts';
import { systemTime } from './runtime/engine/systemTime.ts';

const modulePath = fileURLToPath(new URL('./runProcess.mjs', import.meta.url));
const session = new GraphDebugSession({
  startRun: makeRunStarter({ modulePath, clock: systemTime }),
  clock: systemTime,
});
session.start(process.stdin, process.stdout);
