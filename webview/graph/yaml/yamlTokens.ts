// How monaco colours and indents YAML. Its own registration would load this as one more file.
import { languages } from 'monaco-editor/editor/editor.api';
import { conf, language } from 'monaco-editor/languages/definitions/yaml/yaml';
import textEditor from '../../../syntaxes/languageConfiguration.json' with { type: 'json' };
import { type Disposable, DisposableStore } from '../../../src/base/disposable.ts';

const { IndentAction } = languages;

/** What follows a line that begins an entry of a list stands under the entry's keys, not under its dash. */
const onEnterRules: languages.OnEnterRule[] = [
  { beforeText: /^\s*- [^#]*:\s*$/, action: { indentAction: IndentAction.None, appendText: '    ' } },
  { beforeText: /^\s*- [^#]*:\s/, action: { indentAction: IndentAction.None, appendText: '  ' } },
  { beforeText: /:\s*$/, action: { indentAction: IndentAction.Indent } },
];

/** For the language `yaml`, which has to be registered. */
export function readYamlTokens(): Disposable {
  const set = new DisposableStore();
  const wordPattern = new RegExp(textEditor.wordPattern);
  set.add(languages.setMonarchTokensProvider('yaml', language));
  set.add(languages.setLanguageConfiguration('yaml', { ...conf, wordPattern, onEnterRules }));
  return set;
}
