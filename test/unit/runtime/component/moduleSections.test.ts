// Sections of a component, summed by kind.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sumSections } from '../../../../src/runtime/component/moduleSections.ts';

const bytes = readFileSync('samples/thermostats/operators/temperature/bin/x86_64/release/temperature.wasm');

it('adds up to the file but for the headers, the largest first', () => {
  const sums = sumSections(bytes);
  const total = sums.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const count = sums.reduce((sum, section) => sum + section.count, 0);
  // The preamble has 8 bytes, the head of a section 2 to 6.
  expect(bytes.length - 8 - total).toBeGreaterThanOrEqual(2 * count);
  expect(bytes.length - 8 - total).toBeLessThanOrEqual(6 * count);
  const sizes = sums.map(({ sizeBytes }) => sizeBytes);
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

it('names kinds and custom sections', () => {
  const names = sumSections(bytes).map(({ name }) => name);
  expect(names).toContain('core modules');
  expect(names).toContain('exports');
  expect(names).toContain('custom "producers"');
});
