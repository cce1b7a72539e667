// How monaco colours and indents YAML. Its own registration would load this as one more file.
import { languages } from 'monaco-editor/editor/editor.api';
import { conf, language } from 'monaco-editor/languages/definitions/yaml/yaml';
import { type Disposable, DisposableStore } from '../../../src/base/disposable.ts';

/** For the language `yaml`, which has to be registered. */
export function readYamlTokens(): Disposable {
  const set = new DisposableStore();
  set.add(languages.setMonarchTokensProvider('yaml', language));
  set.add(languages.setLanguageConfiguration('yaml', conf));
  return set;
}
