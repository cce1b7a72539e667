// A loaded run of two operations, for tests that need none that runs.
import type { LoadedRun } from '../../../src/protocol/runProcess.ts';

const place = (firstLine: number, lastLine: number) => ({ file: '/g/a.yaml', firstLine, lastLine });

export const sampleRun: LoadedRun = {
  name: 'sample',
  program: '/graphs/line.dataflow.yaml',
  files: ['/g/a.yaml'],
  nodes: [
    { name: 'in', type: 'source', place: place(2, 3) },
    { name: 'work after', type: 'map', module: 'w:1.0.0', place: place(4, 6) },
    { name: 'work', type: 'map', module: 'w:1.0.0', place: place(7, 9) },
    // One definition can be deployed twice.
    { name: 'again/work', type: 'map', module: 'w:1.0.0', place: place(7, 9) },
  ],
  connections: [{ from: 'in', to: 'work', place: place(11, 14) }],
  modules: [],
  warnings: [],
  sourceTopics: ['sensors/#'],
};
