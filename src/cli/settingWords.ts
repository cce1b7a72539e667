// How the command line calls a run's settings. Knows nothing about runs.
import type { SettingWords } from '../runtime/run/settingWords.ts';

export const commandLineWords: SettingWords = {
  moduleFile: (reference) => `name its file with --module "${reference}=path/to/file.wasm"`,
  parameter: (operation, key) => `a value for this run with --param "${operation}.${key}=value"`,
};
