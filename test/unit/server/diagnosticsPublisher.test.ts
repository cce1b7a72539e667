// When problems are told, with a clock moved by hand.
import type { Diagnostic } from 'vscode-languageserver-types';
import { beforeEach, expect, it } from 'vitest';
import { DiagnosticsPublisher } from '../../../src/server/diagnosticsPublisher.ts';
import { ManualTime } from '../../helpers/manualTime.ts';

const problem: Diagnostic = {
  message: 'wrong',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};

let time: ManualTime;
let open: Map<string, number>;
let sent: [uri: string, version: number | undefined, count: number][];
let examined: string[];
let publisher: DiagnosticsPublisher;

beforeEach(() => {
  time = new ManualTime(0);
  open = new Map([['a', 1]]);
  sent = [];
  examined = [];
  publisher = new DiagnosticsPublisher({
    diagnose: (uri) => {
      examined.push(uri);
      const version = open.get(uri);
      return version === undefined ? undefined : { version, diagnostics: [problem] };
    },
    send: (uri, version, diagnostics) => sent.push([uri, version, diagnostics.length]),
    startTimer: (callback, delayMs) => time.startTimer(callback, delayMs),
  });
});

it('waits until typing pauses, and then examines the last version alone', () => {
  for (let version = 1; version <= 5; version += 1) {
    open.set('a', version);
    publisher.schedule('a');
    time.advance(5);
  }
  expect(examined).toEqual([]);
  time.advance(10);
  expect([examined, sent]).toEqual([['a'], [['a', 5, 1]]]);
});

it('keeps texts apart', () => {
  open.set('b', 7);
  publisher.schedule('a');
  publisher.schedule('b');
  time.advance(10);
  expect(sent).toEqual([
    ['a', 1, 1],
    ['b', 7, 1],
  ]);
});

it('tells nothing of a text that was closed meanwhile', () => {
  publisher.schedule('a');
  open.delete('a');
  time.advance(10);
  expect(sent).toEqual([]);
});

it('takes back what it told, and what it was about to tell', () => {
  publisher.schedule('a');
  publisher.clear('a');
  time.advance(100);
  expect([examined, sent]).toEqual([[], [['a', undefined, 0]]]);
});

it('is silent after its end', () => {
  publisher.schedule('a');
  publisher.dispose();
  time.advance(100);
  expect(sent).toEqual([]);
});
