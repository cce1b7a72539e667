// Settings as users write them, and as the server uses them.
import { expect, it } from 'vitest';
import { defaultSettings, readSettings } from '../../../src/server/serverSettings.ts';

it('takes severities of known codes', () => {
  const severities = { OPERATION_DEAD_END: 'off', GRAPH_CYCLE: 'warning' };
  expect(readSettings({ problems: { severities } }).severities).toEqual(severities);
});

it('leaves out what is no code and what is no severity', () => {
  const severities = { NO_SUCH_CODE: 'error', GRAPH_CYCLE: 'loud', ARM_MISSING: 3, KEY_UNKNOWN: 'hint' };
  expect(readSettings({ problems: { severities } }).severities).toEqual({ KEY_UNKNOWN: 'hint' });
});

it.each([null, {}, { problems: {} }])('is as by default without any: %o', (section) => {
  expect(readSettings(section)).toEqual(defaultSettings);
});

it('turns code lenses off', () => {
  expect(readSettings({ codeLens: false }).hasCodeLens).toBe(false);
});
