// The NDJSON form: there and back, and files that people or programs have damaged.
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { exportNdjson } from '../../../../src/runtime/trace/ndjson.ts';
import { parseTraceLine } from '../../../../src/runtime/trace/ndjsonParse.ts';
import { readTraceFile } from '../../../../src/runtime/trace/readTraceFile.ts';
import type { TraceReader } from '../../../../src/runtime/trace/traceReader.ts';
import {
  arbitraryHops,
  freshPath,
  liveReader,
  makeHeader,
  makeHop,
  makeMessage,
  makeRecorder,
  unrecorded,
} from './traceSamples.ts';

function exported(reader: TraceReader): string[] {
  return [...exportNdjson(reader)];
}

/** An export of messages 1 … count with one hop each. */
function exportFile(count: number, payload = 'reading'): { path: string; lines: string[] } {
  const recorder = makeRecorder();
  for (let message = 1; message <= count; message++) {
    recorder.record(makeHop({ message, output: makeMessage(`${payload} ${String(message)}`) }));
  }
  const lines = exported(liveReader(recorder));
  const path = freshPath('run.ndjson');
  writeFileSync(path, lines.join(''));
  return { path, lines };
}

function reasonFor(line: string): string {
  const parsed = parseTraceLine(line);
  return parsed.type === 'invalid' ? parsed.reason : parsed.type;
}

describe('an export', () => {
  it('read back gives the same header and hops', () => {
    const path = freshPath('run.ndjson');
    fc.assert(
      fc.property(arbitraryHops, (hops) => {
        const recorder = makeRecorder();
        for (const hop of unrecorded(hops)) recorder.record(hop);
        const reader = liveReader(recorder);
        writeFileSync(path, exported(reader).join(''));
        const back = readTraceFile(path);
        expect(back.header).toEqual(makeHeader());
        // JSON has no negative zero.
        const plain = JSON.stringify([...reader.hops()].map((hop) => ({ ...hop, metrics: undefined })));
        expect(JSON.stringify([...back.hops()].map((hop) => ({ ...hop, metrics: undefined })))).toBe(plain);
        expect(
          [...back.hops()].flatMap((hop) => hop.metrics ?? []).map((metric) => metric.value + 0),
        ).toEqual([...reader.hops()].flatMap((hop) => hop.metrics ?? []).map((metric) => metric.value + 0));
        expect(back.problems).toEqual([]);
        expect(exported(back)).toEqual(exported(reader));
      }),
      { numRuns: 150 },
    );
  });

  it('writes payloads as text when they are text, else as base64, with their hash', () => {
    const recorder = makeRecorder();
    recorder.record(makeHop({ input: makeMessage('abc'), output: makeMessage(new Uint8Array([0xff, 0])) }));
    const [header, hop] = exported(liveReader(recorder)).map(
      (line) => JSON.parse(line) as Record<string, unknown>,
    );
    expect(header).toEqual({ type: 'header', ...makeHeader() });
    expect(hop).toMatchObject({
      type: 'hop',
      input: {
        payload: 'abc',
        payloadSha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      },
      output: { payloadBase64: '/wA=', payloadSize: 2 },
    });
    expect(hop?.output).not.toHaveProperty('payload');
  });

  it('of several megabytes is searched in pages like any trace', () => {
    const { path } = exportFile(5000, 'x'.repeat(500));
    const reader = readTraceFile(path);
    expect([...reader.hops()].map((hop) => hop.hop)).toEqual(
      Array.from({ length: 5000 }, (_, index) => index + 1),
    );
    const page = reader.readPage({ nodes: ['source'] }, { order: 'newestFirst', limit: 2, cursor: 4001 });
    expect(page.hops.map((hop) => hop.hop)).toEqual([4000, 3999]);
    expect(reader.readLineage(4321).hops).toHaveLength(1);
    const [small] = reader.hops({ messages: [7], maxPayloadBytes: 100 });
    expect(small?.output).not.toHaveProperty('payload');
    expect(small?.output?.payloadSize).toBe(502);
  });
});

describe('a damaged export', () => {
  it('cut at any byte of the last line, reads up to that line and names it', () => {
    const { path, lines } = exportFile(3);
    const text = readFileSync(path);
    const last = Buffer.byteLength(lines.slice(0, -1).join(''));
    for (let cut = last + 1; cut < text.length - 1; cut++) {
      writeFileSync(path, text.subarray(0, cut));
      const reader = readTraceFile(path);
      expect([...reader.hops()].map((hop) => hop.hop)).toEqual([1, 2]);
      expect(reader.problems.map((problem) => problem.message)).toEqual([
        `${path}: line 4 breaks off; the 3 lines before it can be read.`,
      ]);
    }
  });

  it('leaves out a line that makes no sense and reads the others', () => {
    const { path, lines } = exportFile(4);
    lines[2] = (lines[2] ?? '').replace('"verdict":"passed"', '"verdict":"gone"');
    writeFileSync(path, lines.join(''));
    const reader = readTraceFile(path);
    expect([...reader.hops()].map((hop) => hop.hop)).toEqual([1, 3, 4]);
    expect(reader.problems[0]).toMatchObject({ code: 'TRACE_UNREADABLE' });
    expect(reader.problems[0]?.message).toContain('line 3 is left out: "verdict" is none of passed');
  });

  it('leaves out hops that are not in order and lines of unknown types', () => {
    const { path, lines } = exportFile(3);
    const [header, first, second, third] = lines;
    writeFileSync(path, [header, '{"type":"note"}\n', second, first, third, header].join(''));
    const reader = readTraceFile(path);
    expect([...reader.hops()].map((hop) => hop.hop)).toEqual([2, 3]);
    expect(reader.problems.map((problem) => /line \d/.exec(problem.message)?.[0])).toEqual([
      'line 4',
      'line 6',
    ]);
  });

  it('without a header is refused, naming line 1', () => {
    const { path, lines } = exportFile(2);
    for (const [text, reason] of [
      [lines.slice(1).join(''), 'it is no header'],
      ['{"name": "something else"}', 'it has no "type"'],
      ['{ broken', 'it is not JSON'],
      [(lines[0] ?? '').replace('"version":1', '"version":2'), 'its "version" is not 1'],
    ] as const) {
      writeFileSync(path, text);
      expect(() => readTraceFile(path)).toThrow(AppError);
      expect(() => readTraceFile(path)).toThrow(`${path}: line 1 cannot be used: ${reason}`);
    }
  });

  it('of any bytes neither crashes nor hangs', () => {
    const { path, lines } = exportFile(2);
    const text = Buffer.from(lines.join(''));
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const bytes = Buffer.from(text);
        bytes[at] = value;
        writeFileSync(path, bytes);
        try {
          expect([...readTraceFile(path).hops()].length).toBeLessThanOrEqual(2);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a line', () => {
  it('is refused with the field that is wrong', () => {
    const { lines } = exportFile(1);
    const hop = lines[1] ?? '';
    const broken = (from: string, to: string): string => reasonFor(hop.replace(from, to));
    expect(broken('"hop":1', '"hop":0')).toBe('"hop" is not a whole number from 1');
    expect(broken('"node":"source"', '"node":7')).toBe('"node" is not a string');
    expect(broken('"payloadSize":9', '"payloadSize":8')).toBe('"payloadSize" is not the size of the payload');
    expect(broken('"payload":"reading 1"', '"payloadBase64":"??"')).toBe('"payloadBase64" is not base64');
    expect(broken('[["unit","C"]]', '[["unit"]]')).toBe('"userProperties" needs pairs');
    expect(broken('"durationUs":0', '"durationUs":"0"')).toBe('"durationUs" is not a number');
    expect(reasonFor('[]')).toBe('the line is not an object');
    expect(reasonFor('null')).toBe('the line is not an object');
  });
});
