// Texts of the properties view that are refused before they are sent.
import { expect, test } from 'vitest';
import { whyNotModule, whyNotName, whyNotVersion } from '../../../../webview/graph/inspector/checkTexts.ts';

test('takes names that are not empty and not taken', () => {
  expect(whyNotName('an operation', 'keep', ['split'])).toBeUndefined();
  expect(whyNotName('an operation', '  ', [])).toBe('The name of an operation cannot be empty.');
  expect(whyNotName('an operation', ' split ', ['split'])).toBe('Something else is named "split" already.');
});

test('takes versions of three numbers', () => {
  expect(whyNotVersion('1.0.0')).toBeUndefined();
  expect(whyNotVersion('1.0')).toBe('A version has three numbers, such as 1.0.0.');
});

test('takes references that a module can have, and none', () => {
  expect(whyNotModule('')).toBeUndefined();
  expect(whyNotModule('team/temperature:1.0.0')).toBeUndefined();
  expect(whyNotModule('temperature')).toBeUndefined();
  expect(whyNotModule('a b')).toMatch(/name:version/);
});
