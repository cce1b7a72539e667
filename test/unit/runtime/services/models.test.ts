// How operators share models: who loads what, when it is given back, and what is loaded again when its thread was lost.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { ModelOutcome } from '../../../../src/protocol/inference.ts';
import { listModelFolder } from '../../../../src/runtime/services/modelFolder.ts';
import { type Model, type ModelRunner, Models } from '../../../../src/runtime/services/models.ts';

/** Says what it was asked, and fails as told. */
class Recorder implements ModelRunner {
  generation = 0;
  asked: string[] = [];
  answer: ModelOutcome = { kind: 'done', outputs: [] };
  readonly loaded: Set<number> = new Set<number>();

  call: ModelRunner['call'] = (request) => {
    this.asked.push(`${request.kind} ${String(request.model)}`);
    if (request.kind === 'load' && this.answer.kind === 'done') this.loaded.add(request.model);
    return this.answer;
  };

  free: ModelRunner['free'] = (model) => {
    this.asked.push(`free ${String(model)}`);
    this.loaded.delete(model);
  };

  /** The thread has ended. */
  lose(): void {
    this.generation += 1;
    this.loaded.clear();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'models-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runner = new Recorder();
let models = new Models(runner, []);
beforeEach(async () => {
  runner = new Recorder();
  models = new Models(runner, (await listModelFolder(folder)).models);
});

const bytes = (seed: number): Uint8Array => Uint8Array.of(seed);

it('operators that load the same bytes share one model, which the last of them frees', () => {
  const [left, right] = [models.openUser(), models.openUser()];
  const first = left.load(bytes(1));
  expect(right.load(bytes(1))).toBe(first);
  expect(right.load(bytes(2))).not.toBe(first);
  left.release(first);
  expect(runner.asked).toEqual(['load 1', 'load 2']);
  right.release(first);
  expect(runner.asked).toEqual(['load 1', 'load 2', 'free 1']);
  left.load(bytes(1));
  expect(runner.asked.at(-1)).toBe('load 3');
});

it('what an operator had is given back when it is replaced, once', () => {
  const [left, right] = [models.openUser(), models.openUser()];
  const model = left.load(bytes(1));
  left.retain(model);
  right.load(bytes(1));
  left.releaseAll();
  left.releaseAll();
  left.release(model);
  expect(runner.asked).toEqual(['load 1']);
  right.releaseAll();
  expect(runner.asked).toEqual(['load 1', 'free 1']);
});

it('a name leads to the model of its file, shared with those who bring the same bytes', async () => {
  writeFileSync(join(folder, 'seven.onnx'), bytes(7));
  writeFileSync(join(folder, '.onnx'), bytes(8));
  const listed = await listModelFolder(folder);
  expect(listed).toEqual({ models: [{ name: 'seven', path: join(folder, 'seven.onnx') }], problems: [] });
  models = new Models(runner, listed.models);
  const user = models.openUser();
  const named = user.loadByName('seven');
  expect(user.load(bytes(7))).toBe(named);
  writeFileSync(join(folder, 'seven.onnx'), bytes(9));
  expect(user.loadByName('seven')).toBe(named);
  user.releaseAll();
  expect(user.loadByName('seven')).not.toBe(named);
});

it('a folder that is none is told, one that is not there is empty', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { problems } = await listModelFolder(join(folder, 'file'));
  expect(problems.map(({ code }) => code)).toEqual(['FILE_UNREADABLE']);
  expect(await listModelFolder(join(folder, 'none'))).toEqual({ models: [], problems: [] });
});

it('what is in use is loaded again when its thread was lost, and not before it is needed', () => {
  const user = models.openUser();
  const [one, two] = [user.load(bytes(1)), user.load(bytes(2))];
  runner.lose();
  user.compute(one, []);
  expect(runner.asked).toEqual(['load 1', 'load 2', 'load 1', 'compute 1']);
  user.release(two);
  expect(runner.asked).not.toContain('free 2');
});

it('a model that could not be loaded is tried again', () => {
  runner.answer = { kind: 'failed', code: 'invalid-encoding', reason: 'no model' };
  const user = models.openUser();
  expect(() => user.load(bytes(1))).toThrow('no model');
  expect(() => user.load(bytes(1))).toThrow(expect.objectContaining({ code: 'invalid-encoding' }));
  expect(runner.asked).toEqual(['load 1', 'load 2']);
});

it('whatever operators do, exactly what is in use is loaded', () => {
  const act = fc.record({
    user: fc.nat(2),
    kind: fc.constantFrom('load', 'retain', 'release', 'compute', 'lose', 'replace'),
    seed: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const ours = new Recorder();
      const all = new Models(ours, []);
      const users = [all.openUser(), all.openUser(), all.openUser()];
      const held: Model[][] = [[], [], []];
      for (const { user: index, kind, seed } of acts) {
        const [user, own] = [users[index], held[index]];
        if (!user || !own) continue;
        const model = own[seed % Math.max(1, own.length)];
        if (kind === 'load') own.push(user.load(bytes(seed)));
        else if (kind === 'lose') ours.lose();
        else if (kind === 'replace') {
          user.releaseAll();
          own.length = 0;
        } else if (model && kind === 'retain') own.push(user.retain(model));
        else if (model && kind === 'compute') user.compute(model, []);
        else if (model) {
          own.splice(own.indexOf(model), 1);
          user.release(model);
        }
      }
      // What was lost comes back with its next use.
      held.forEach((own, index) => own.forEach((model) => users[index]?.compute(model, [])));
      expect([...ours.loaded].sort()).toEqual([...new Set(held.flat().map(({ number }) => number))].sort());
    }),
  );
});
