// That the tables behind buffer handles stay bounded, whatever operators keep, and that handles stay right.
import { describe, expect, it } from 'vitest';
import { BufferLedger, HostBuffer } from '../../../../src/runtime/component/hostBuffer.ts';
import { ShortLived } from '../../../../src/runtime/component/shortLived.ts';
import { toWitData } from '../../../../src/runtime/component/dataModel.ts';
import { createHostImports } from '../../../../src/runtime/component/hostImports.ts';
import type { WitDataModel, WitOperators } from '../../../../src/runtime/component/witTypes.ts';
import { Payload } from '../../../../src/runtime/trace/payload.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { configurationOf, makeOperator, messageOf, textOf } from '../../../helpers/testOperator.ts';

const FLAG = 2 ** 30;

describe('an instance of a real component', () => {
  it('that drops its handles keeps none over 300,000 calls', async () => {
    const { operator } = await makeOperator('faulty', 'filter', { properties: [['mode', 'go']] });
    const message = messageOf('payload');
    for (let call = 0; call < 300_000; call += 1) operator.filter(message);
    expect(operator.bufferSizes).toEqual({ held: 0, slots: 2 });
  });

  it('that never drops its handles keeps a bounded number, over and over', async () => {
    const { operator } = await makeOperator('faulty', 'filter', {
      properties: [
        ['mode', 'go'],
        ['keep', 'true'],
      ],
    });
    const message = messageOf('payload');
    const slots: number[] = [];
    for (let call = 1; call <= 300_000; call += 1) {
      operator.filter(message);
      if (call % 100_000 === 0) slots.push(operator.bufferSizes.slots);
      expect(operator.bufferSizes.held).toBeLessThanOrEqual(1024);
    }
    expect(Math.max(...slots)).toBeLessThan(70_000);
  });

  it('that keeps more handles in one call than it may hold loses the oldest after it', async () => {
    const { operator } = await makeOperator('faulty', 'accumulate', { properties: [['keep', 'true']] });
    const items = Array.from({ length: 1500 }, () => messageOf('x'));
    operator.accumulate(messageOf(''), items);
    expect(operator.bufferSizes.held).toBe(512);
  });
});

/** A keeping instance with its own ledger, whose count starts at `lastRepresentation`. */
async function keepingInstance(
  lastRepresentation: number,
): Promise<{ ledger: BufferLedger; exports: WitOperators }> {
  const { parts, notes, guard } = await makeOperator('faulty', 'map');
  const ledger = new BufferLedger(lastRepresentation);
  const module = await loadComponent('faulty');
  const exports = module.instantiate({ ...createHostImports(parts.services, notes) }, ledger, guard, []);
  exports.filter.init(
    configurationOf([
      ['mode', 'go'],
      ['keep', 'true'],
    ]),
  );
  return { ledger, exports };
}

// Twenty million buffers take minutes; the only thing that depends on their number is the turn-over of the count.
describe('a count of buffers near its turn-over', () => {
  it('turns over without an effect on 200,000 calls of an instance that keeps every handle', async () => {
    const { ledger, exports } = await keepingInstance(FLAG - 100_000);
    const message = messageOf('payload');
    for (let call = 0; call < 200_000; call += 1) {
      expect(exports.filter.process(toWitData(message, ledger))).toBe(true);
      ledger.releaseOld();
    }
    expect(ledger.sizes.held).toBeLessThanOrEqual(1024);
    expect(ledger.sizes.slots).toBeLessThan(70_000);
  });

  it('lends the right bytes on both sides of it', async () => {
    const { ledger, exports } = await keepingInstance(FLAG - 50);
    exports.map.init(configurationOf());
    for (let call = 0; call < 200; call += 1) {
      const lent = toWitData(messageOf(`payload ${String(call)}`), ledger);
      const result = exports.map.process(lent) as Extract<WitDataModel, { tag: 'message' }>;
      const { payload } = result.val;
      if (payload.tag !== 'buffer') throw new Error('the handle itself was expected');
      expect(Buffer.from(payload.val.read()).toString()).toBe(`payload ${String(call)}`);
      ledger.releaseOld();
    }
  });
});

describe('BufferLedger', () => {
  const payload = (text: string): Payload => new Payload(Buffer.from(text));

  /** What the glue does with a lent buffer. */
  function lend(
    ledger: BufferLedger,
    captures: Map<number, object>,
    handles: number[],
    text: string,
  ): number {
    const buffer = ledger.wrap(payload(text));
    const rep = Reflect.get(buffer, Symbol.for('cabiRep')) as number;
    captures.set(rep, buffer);
    handles.push(0, rep | FLAG);
    return rep;
  }

  it('leaves up to 1,024 kept handles readable, and forgets the oldest beyond', () => {
    const ledger = new BufferLedger();
    const captures = new Map<number, object>();
    const handles = [FLAG, 0];
    ledger.adopt(handles, captures);
    const reps = Array.from({ length: 1024 }, (_, n) => lend(ledger, captures, handles, String(n)));
    ledger.releaseOld();
    expect(reps.map((rep) => Buffer.from((captures.get(rep) as HostBuffer).read()).toString())).toEqual(
      reps.map((_, n) => String(n)),
    );
    const last = lend(ledger, captures, handles, 'one more');
    ledger.releaseOld();
    expect(captures.size).toBe(512);
    expect([captures.has(reps[0] ?? 0), captures.has(reps[512] ?? 0), captures.has(reps[513] ?? 0)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(captures.has(last)).toBe(true);
  });

  it('gives forgotten slots back to the list of free ones, and never one in use', () => {
    const ledger = new BufferLedger();
    const captures = new Map<number, object>();
    const handles = [FLAG, 0];
    ledger.adopt(handles, captures);
    for (let n = 0; n < 70_000; n += 1) {
      lend(ledger, captures, handles, 'x');
      ledger.releaseOld();
    }
    const free: number[] = [];
    for (let slot = (handles[0] ?? 0) & ~FLAG; slot !== 0; slot = (handles[slot << 1] ?? 0) & ~FLAG)
      free.push(slot);
    expect(free.length).toBeGreaterThan(60_000);
    expect(new Set(free).size).toBe(free.length);
    const isInUse = (slot: number): boolean => captures.has((handles[(slot << 1) + 1] ?? 0) & ~FLAG);
    expect(free.filter(isInUse)).toEqual([]);
    expect(free.every((slot) => ((handles[slot << 1] ?? 0) & FLAG) !== 0)).toBe(true);
  });

  it('passes over numbers that are still held when the count has turned over', () => {
    const ledger = new BufferLedger(FLAG - 3);
    const captures = new Map<number, object>();
    ledger.adopt([FLAG, 0], captures);
    captures.set(1, ledger.wrap(payload('kept since long ago')));
    captures.set(2, ledger.wrap(payload('this one too')));
    expect(Reflect.get(ledger.wrap(payload('new')), Symbol.for('cabiRep'))).toBe(3);
  });

  it('forgets the oldest of what operators use up within a call', () => {
    class Request extends ShortLived {}
    const ledger = new BufferLedger();
    const captures = new Map<number, object>(Array.from({ length: 1025 }, (_, n) => [n, new Request()]));
    ledger.adopt([FLAG, 0], captures);
    ledger.releaseOld();
    expect([captures.size, captures.has(512), captures.has(513)]).toEqual([512, false, true]);
  });

  it('leaves the tables of other resources alone', () => {
    const ledger = new BufferLedger();
    const captures = new Map<number, object>(Array.from({ length: 2000 }, (_, n) => [n, {}]));
    ledger.adopt([FLAG, 0], captures);
    ledger.releaseOld();
    expect(captures.size).toBe(2000);
  });
});

describe('HostBuffer', () => {
  it('gives out the bytes themselves, without a copy', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const buffer = new BufferLedger().wrap(new Payload(bytes));
    expect(buffer.read()).toBe(bytes);
  });

  it('refuses an object made up by the glue for a handle that it does not know', () => {
    const madeUp = Object.create(HostBuffer.prototype) as HostBuffer;
    expect(() => madeUp.read()).toThrow(/buffer handle that is not valid/);
  });

  it('is returned with the payload it was lent with', async () => {
    const { operator } = await makeOperator('faulty', 'map');
    const message = messageOf('anything');
    const result = operator.map(message);
    expect(result.payload).toBe(message.payload);
    expect(textOf(result)).toBe('anything');
  });
});
