// Which graphs use a module.
import { describe, expect, it } from 'vitest';
import { namesModule } from '../../../../src/host/modules/namesModule.ts';

describe('a graph', () => {
  it.each([
    ['module: temperature:1.0.0', true],
    ['  module: "team/path/temperature:1.0.0" # x', true],
    ['{ name: a, module: temperature }', true],
    ['{"module":"temperature:2"}', true],
    ['module: temperature-x:1.0.0', false],
    ['# temperature', false],
  ])('with %s uses the module or not', (text, isUsed) => {
    expect(namesModule(text, 'temperature')).toBe(isUsed);
  });

  it('is found whether names have "-" or "_"', () => {
    expect(namesModule('module: my-map:1.0.0', 'my_map')).toBe(true);
  });
});
