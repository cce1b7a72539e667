// The shape of what was copied on a canvas.
import { expect, it } from 'vitest';
import { CopiedShape } from '../../../../src/host/editor/copiedShape.ts';

const shape = [
  { x: 0, y: 0 },
  { x: 300, y: 40 },
];

it('goes with the text that was copied, whatever line ends the clipboard gives it', () => {
  const copied = new CopiedShape();
  expect(copied.of('')).toBe(undefined);
  copied.keep('operations:\n- a\n', shape);
  expect(copied.of('operations:\n- a\n')).toBe(shape);
  expect(copied.of('operations:\r\n- a\r\n')).toBe(shape);
});

it('does not go with what was copied elsewhere since', () => {
  const copied = new CopiedShape();
  copied.keep('operations:\n- a\n', shape);
  expect(copied.of('operations:\n- b\n')).toBe(undefined);
});
