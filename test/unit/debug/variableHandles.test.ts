// The numbers by which a client asks for variables and bytes.
import { describe, expect, it } from 'vitest';
import { holdValues } from '../../../src/debug/shownValue.ts';
import { VariableHandles } from '../../../src/debug/variableHandles.ts';
import { JsonText } from '../../../src/debug/jsonText.ts';
import { jsonMembers } from '../../../src/debug/jsonVariables.ts';

const many = (count: number): { name: string; value: string }[] =>
  Array.from({ length: count }, (_, index) => ({ name: `k${String(index)}`, value: '' }));

describe('numbers of variables', () => {
  it('are never given twice, so that a late answer changes nothing else', () => {
    const handles = new VariableHandles();
    const first = handles.add(holdValues(many(1)));
    handles.reset();
    expect(handles.add(holdValues(many(1)))).not.toBe(first);
    expect(() => handles.get(first)).toThrow(expect.objectContaining({ code: 'VARIABLE_GONE' }));
    expect(() => handles.readMemory({ memoryReference: '9', count: 1 })).toThrow('has gone on');
  });

  it('page members by number, and group many by name', async () => {
    const handles = new VariableHandles();
    const json = JsonText.read(JSON.stringify(Array.from({ length: 1000 }, (_, index) => index)))!;
    const list = handles.add(jsonMembers({ json })!);
    const page = await handles.read({ variablesReference: list, filter: 'indexed', start: 500, count: 2 });
    expect(page.map(({ name, value }) => [name, value])).toEqual([
      ['500', '500'],
      ['501', '501'],
    ]);
    expect(await handles.read({ variablesReference: list, filter: 'named' })).toEqual([]);
    const groups = await handles.read({ variablesReference: handles.add(holdValues(many(450))) });
    expect(groups.map(({ name }) => name)).toEqual(['[0 … 199]', '[200 … 399]', '[400 … 449]']);
    const [, , last] = groups;
    expect(await handles.read({ variablesReference: last!.variablesReference })).toHaveLength(50);
  });

  it('give out memory in parts', () => {
    const handles = new VariableHandles();
    const { memoryReference = '' } = handles.describe({
      name: 'a',
      value: '',
      bytes: new Uint8Array([1, 2, 3]),
    });
    expect(handles.readMemory({ memoryReference, offset: 1, count: 5 })).toEqual({
      address: '1',
      data: Buffer.from([2, 3]).toString('base64'),
      unreadableBytes: 3,
    });
    expect(handles.readMemory({ memoryReference, offset: -2, count: 1 })).toEqual({
      address: '0',
      unreadableBytes: 1,
    });
  });
});
