// The output of builds that go on at a time.
import { expect, it } from 'vitest';
import { BuildOutput } from '../../../src/cli/buildOutput.ts';

it('shows one build as it comes and the others when it has ended', () => {
  const shown: string[] = [];
  const output = new BuildOutput((line) => shown.push(line));
  output.start('a');
  output.start('b');
  output.add('b', 'b1');
  output.add('a', 'a1');
  expect(shown).toEqual(['a1']);
  output.end('b');
  output.add('a', 'a2');
  output.end('a');
  output.start('c');
  output.add('c', 'c1');
  expect(shown).toEqual(['a1', 'a2', 'b1', 'c1']);
});
