// Spilling to files and reading them back: rotation, torn and damaged files, failing disks.
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import * as nodeFileSystem from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import { parseFrameHeader } from '../../../../src/runtime/trace/frame.ts';
import { readTraceFile } from '../../../../src/runtime/trace/readTraceFile.ts';
import type { TraceReader } from '../../../../src/runtime/trace/traceReader.ts';
import type { TraceRecorder } from '../../../../src/runtime/trace/traceRecorder.ts';
import { freshPath, liveReader, makeHop, makeMessage, makeRecorder } from './traceSamples.ts';

function numbersOf(reader: TraceReader): number[] {
  return [...reader.hops()].map((hop) => hop.hop);
}

function sequence(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function recordMany(recorder: TraceRecorder, count: number, payloadBytes = 20): void {
  for (let index = 0; index < count; index++) {
    const message = recorder.hops + 1;
    recorder.record(makeHop({ message, output: makeMessage(new Uint8Array(payloadBytes).fill(message)) }));
  }
}

/** Offsets of the frames in a sound file. */
function framesOf(path: string): number[] {
  const bytes = readFileSync(path);
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += 64 + (parseFrameHeader(bytes, at)?.bodyLength ?? NaN))
    starts.push(at);
  return starts;
}

/** A closed file of three frames of hops: 1–3, 4–6 and 7–9, flushed one by one. */
function smallFile(): { path: string; records: HopRecord[] } {
  const path = freshPath();
  const recorder = makeRecorder('payloads', { spill: { path } });
  for (let part = 0; part < 3; part++) {
    recordMany(recorder, 3);
    recorder.flush();
  }
  recorder.dispose();
  return { path, records: [...liveReader(recorder).hops()] };
}

function errorOf(path: string): AppError {
  try {
    readTraceFile(path);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  return expect.fail('no AppError');
}

describe('a closed file', () => {
  it('holds the same as the recorder did', () => {
    const { path, records } = smallFile();
    const reader = readTraceFile(path);
    expect([...reader.hops()]).toEqual(records);
    expect(reader.header.graph).toBe('test');
    expect(reader.problems).toEqual([]);
    expect(reader.gone()).toBe(0);
  });

  it('is readable by its owner alone', () => {
    const { path } = smallFile();
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('keeps payloads of 10 MB, once', () => {
    const path = freshPath();
    const recorder = makeRecorder('payloads', { spill: { path } });
    const bytes = new Uint8Array(10_000_000).map((_, index) => index * 7);
    const message = makeMessage(bytes);
    recorder.record(makeHop({ output: message }));
    recorder.flush();
    recorder.record(makeHop({ node: 1, input: message, output: makeMessage(bytes.slice(0, 100_000)) }));
    recorder.dispose();
    const hops = [...readTraceFile(path).hops()];
    expect(Buffer.compare(hops[0]?.output?.payload ?? Buffer.alloc(0), bytes)).toBe(0);
    expect(hops[1]?.input?.payload).toHaveLength(10_000_000);
    expect(hops[1]?.output?.payload).toHaveLength(100_000);
    expect(statSync(path).size).toBeLessThan(10_110_000);
  });

  it('tells sizes only when payloads above the asked size are left out', () => {
    const { path } = smallFile();
    const [hop] = readTraceFile(path).hops({ maxPayloadBytes: 10 });
    expect(hop?.output?.payloadSize).toBe(20);
    expect(hop?.output).not.toHaveProperty('payload');
  });
});

describe('counts', () => {
  it('stand in a closed file, and not in one that was never closed', () => {
    const path = freshPath();
    const recorder = makeRecorder('counts', { spill: { path } });
    recordMany(recorder, 1000);
    recorder.flush();
    expect(readTraceFile(path).counts()).toBeUndefined();
    recorder.dispose();
    expect(readTraceFile(path).counts()).toEqual(recorder.counts());
    expect(liveReader(recorder).counts()?.[0]?.in).toBe(1000);
  });
});

describe('flush', () => {
  it('makes everything recorded so far readable, without closing', () => {
    const path = freshPath();
    const recorder = makeRecorder('payloads', { spill: { path } });
    recordMany(recorder, 5);
    expect(numbersOf(readTraceFile(path))).toEqual([]);
    recorder.flush();
    expect(numbersOf(readTraceFile(path))).toEqual(sequence(1, 5));
    recordMany(recorder, 5);
    recorder.flush();
    recorder.flush();
    expect(numbersOf(readTraceFile(path))).toEqual(sequence(1, 10));
  });
});

describe('a live trace with a file', () => {
  it('reads on from memory into the file', () => {
    const recorder = makeRecorder('payloads', { maxMemoryMegabytes: 1, spill: { path: freshPath() } });
    recordMany(recorder, 30_000, 100);
    const reader = liveReader(recorder);
    expect(numbersOf(reader)).toEqual(sequence(1, 30_000));
    expect(reader.gone()).toBe(0);
    const page = reader.readPage({ fromHop: 500, toHop: 510 }, { order: 'newestFirst' });
    expect(page.hops.map((hop) => hop.hop)).toEqual(sequence(500, 510).reverse());
    expect(page.hops[0]?.output?.payload?.[0]).toBe(510 % 256);
    recorder.dispose();
    recordMany(recorder, 1);
    expect(numbersOf(reader).at(-1)).toBe(30_001);
  });

  it('says so when somebody deleted the file', () => {
    const path = freshPath();
    const recorder = makeRecorder('payloads', { maxMemoryMegabytes: 1, spill: { path } });
    recordMany(recorder, 30_000, 100);
    nodeFileSystem.rmSync(path);
    const reader = liveReader(recorder);
    expect(numbersOf(reader).at(-1)).toBe(30_000);
    expect(reader.problems[0]?.message).toContain(path);
    expect(reader.problems[0]?.code).toBe('TRACE_UNREADABLE');
  });
});

describe('rotation', () => {
  it('keeps the newest hops in a bounded number of files and tells how many are gone', () => {
    const path = freshPath();
    const recorder = makeRecorder('payloads', {
      maxMemoryMegabytes: 1,
      spill: { path, maxMegabytes: 2, segments: 3 },
    });
    recordMany(recorder, 40_000, 100);
    recorder.dispose();
    expect([`${path}.1`, `${path}.2`, `${path}.3`].map((older) => existsSync(older))).toEqual([
      true,
      true,
      false,
    ]);
    const total = [path, `${path}.1`, `${path}.2`].reduce((sum, file) => sum + statSync(file).size, 0);
    expect(total).toBeLessThanOrEqual(2 * 1024 * 1024);
    const closed = readTraceFile(path);
    expect(closed.gone()).toBeGreaterThan(10_000);
    expect(numbersOf(closed)).toEqual(sequence(closed.gone() + 1, 40_000));
    const live = liveReader(recorder);
    expect(live.gone()).toBe(closed.gone());
    expect(numbersOf(live)).toEqual(numbersOf(closed));
    expect(numbersOf(readTraceFile(`${path}.1`)).length).toBeGreaterThan(1000);
    nodeFileSystem.rmSync(`${path}.2`);
    expect(readTraceFile(path).gone()).toBeGreaterThan(closed.gone());
  });

  it('leaves alone an older file that belongs to another recording', () => {
    const path = freshPath();
    writeFileSync(`${path}.1`, 'notes');
    const recorder = makeRecorder('headers', { spill: { path } });
    recordMany(recorder, 3);
    recorder.dispose();
    expect(numbersOf(readTraceFile(path))).toEqual([1, 2, 3]);
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('notes');
  });

  it('bounds files of large payloads too', () => {
    const path = freshPath();
    const recorder = makeRecorder('payloads', { maxMemoryMegabytes: 1, spill: { path, maxMegabytes: 4 } });
    recordMany(recorder, 100, 200_000);
    recorder.dispose();
    const files = [path, `${path}.1`, `${path}.2`, `${path}.3`];
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
    const last = [...readTraceFile(path).hops()].at(-1);
    expect(last?.output?.payload).toEqual(new Uint8Array(200_000).fill(100));
  });
});

describe('a torn file', () => {
  it('reads up to the cut, wherever that is, and says where it breaks off', () => {
    const { path, records } = smallFile();
    const starts = framesOf(path);
    const bytes = readFileSync(path);
    const lastHops = starts[3] ?? 0;
    for (let cut = lastHops + 1; cut < (starts[4] ?? 0); cut++) {
      writeFileSync(path, bytes.subarray(0, cut));
      const reader = readTraceFile(path);
      const read = [...reader.hops()];
      expect(read.length).toBeGreaterThanOrEqual(6);
      expect(read).toEqual(records.slice(0, read.length));
      expect(reader.problems[0]?.message).toContain(`byte ${String(lastHops)}`);
      expect(reader.problems[0]?.message).toContain('the 6 hops before');
    }
  });

  it('gives the whole hops of the frame that was being written', () => {
    const { path } = smallFile();
    truncateSync(path, (framesOf(path)[4] ?? 0) - 1);
    expect(numbersOf(readTraceFile(path))).toEqual(sequence(1, 8));
  });
});

describe('a damaged file', () => {
  it('never gives a hop that was not recorded, and reports what is lost', () => {
    const { path, records } = smallFile();
    const sound = readFileSync(path);
    const headerEnd = framesOf(path)[1] ?? 0;
    const known = new Map(records.map((record) => [record.hop, record]));
    fc.assert(
      fc.property(
        fc.integer({ min: headerEnd, max: sound.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, change) => {
          const bytes = Buffer.from(sound);
          bytes[at] = (bytes[at] ?? 0) ^ change;
          writeFileSync(path, bytes);
          const reader = readTraceFile(path);
          const read = [...reader.hops()];
          for (const hop of read) expect(hop).toEqual(known.get(hop.hop));
          if (read.length < records.length) expect(reader.problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('with bytes missing or added in the middle, finds the next sound place', () => {
    const path = freshPath();
    const recorder = makeRecorder('payloads', { spill: { path } });
    recordMany(recorder, 10_000, 100);
    recorder.dispose();
    const bytes = readFileSync(path);
    const second = framesOf(path)[2] ?? 0;
    for (const damaged of [
      Buffer.concat([bytes.subarray(0, second + 500), bytes.subarray(second + 520)]),
      Buffer.concat([
        bytes.subarray(0, second + 500),
        Buffer.from('DfgT and more'),
        bytes.subarray(second + 500),
      ]),
    ]) {
      writeFileSync(path, damaged);
      const reader = readTraceFile(path);
      const numbers = numbersOf(reader);
      expect(numbers[0]).toBe(1);
      expect(numbers.at(-1)).toBe(10_000);
      expect(numbers.length).toBeLessThan(10_000);
      expect(reader.problems.map((problem) => problem.message).join('\n')).toMatch(/damaged/);
    }
  });

  it('of random bytes behind a sound header neither throws nor hangs', () => {
    const { path } = smallFile();
    const header = readFileSync(path).subarray(0, framesOf(path)[1]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        writeFileSync(path, header);
        appendFileSync(path, bytes);
        expect(numbersOf(readTraceFile(path))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('with a damaged header says what lies behind it', () => {
    const { path } = smallFile();
    const bytes = readFileSync(path);
    bytes[70] = (bytes[70] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(errorOf(path).message).toBe(
      `${path}: the header at byte 0 is damaged; 9 hops behind it cannot be named.`,
    );
  });
});

describe('readTraceFile', () => {
  it('refuses a missing, empty or foreign file with TRACE_UNREADABLE, naming it', () => {
    const path = freshPath();
    expect(errorOf(path)).toMatchObject({ code: 'TRACE_UNREADABLE' });
    expect(errorOf(path).message).toContain(`${path}: cannot be opened`);
    writeFileSync(path, '');
    expect(errorOf(path).message).toBe(`${path}: the file is empty; nothing can be read.`);
    writeFileSync(path, 'PK\u0003\u0004 something else');
    expect(errorOf(path).message).toContain('byte 0');
  });
});

describe('a disk that fails', () => {
  it('costs one warning; recording goes on in memory and the file ends well', () => {
    const path = freshPath();
    const warnings: string[] = [];
    let isFull = false;
    const writeSync = ((file: number, bytes: Uint8Array, at: number, length: number): number => {
      if (!isFull) return nodeFileSystem.writeSync(file, bytes, at, length);
      if (at > 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      // A full disk takes a part first.
      return nodeFileSystem.writeSync(file, bytes, at, Math.min(10, length));
    }) as typeof nodeFileSystem.writeSync;
    const recorder = makeRecorder('payloads', {
      logger: { log: (level, message) => warnings.push(`${level}: ${message}`) },
      spill: { path, fileSystem: { ...nodeFileSystem, writeSync } },
    });
    recordMany(recorder, 10);
    recorder.flush();
    isFull = true;
    recordMany(recorder, 10_000, 100);
    recorder.flush();
    recorder.dispose();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^warn: .*ENOSPC/);
    expect(warnings[0]).toContain(path);
    expect(numbersOf(liveReader(recorder))).toEqual(sequence(1, 10_010));
    const closed = readTraceFile(path);
    expect(numbersOf(closed)).toEqual(sequence(1, 10));
    expect(closed.problems).toEqual([]);
  });

  it('that cannot be written at all costs one warning', () => {
    const warnings: string[] = [];
    const folder = freshPath('file');
    writeFileSync(folder, '');
    const recorder = makeRecorder('headers', {
      logger: { log: (_, message) => warnings.push(message) },
      spill: { path: `${folder}/run.trace` },
    });
    recordMany(recorder, 10);
    recorder.dispose();
    expect(warnings).toHaveLength(1);
    expect(numbersOf(liveReader(recorder))).toEqual(sequence(1, 10));
  });
});
