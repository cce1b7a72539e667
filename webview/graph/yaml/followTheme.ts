// Keeps monaco's theme and font those of VS Code, also when they change. Knows nothing of the text.
import { editor } from 'monaco-editor/editor/editor.api';
import { followThemeChanges } from '../themeChanges.ts';
import { themeFrom, themeKindOf } from './themeColors.ts';

const themeName = 'vscode';

/** Monaco's options for the font that VS Code's own editors have. */
export function editorFont(page: Document): editor.IEditorOptions {
  const style = getComputedStyle(page.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--vscode-editor-font-${name}`).trim();
  const fontSize = Number.parseFloat(read('size'));
  return {
    ...(read('family') && { fontFamily: read('family') }),
    ...(fontSize > 0 && { fontSize }),
    fontWeight: read('weight') || 'normal',
  };
}

/** Sets the theme now and after each change of VS Code's; `onChange` is told then. Returns what ends it. */
export function followTheme(page: Document, onChange: () => void): () => void {
  const take = (): void => {
    const colorOf = computedColors(page);
    editor.defineTheme(themeName, themeFrom(themeKindOf(page.body.dataset['vscodeThemeKind']), colorOf));
    editor.setTheme(themeName);
  };
  take();
  return followThemeChanges(page, () => {
    take();
    onChange();
  });
}

// Whatever a theme writes, the browser tells it in few forms.
function computedColors(page: Document): (variable: string) => string | undefined {
  const variables = getComputedStyle(page.documentElement);
  const known = new Map<string, string>();
  return (variable) => {
    const written = variables.getPropertyValue(variable).trim();
    if (!written) return undefined;
    const computed = known.get(written) ?? computeColor(page, written);
    known.set(written, computed);
    return computed;
  };
}

function computeColor(page: Document, written: string): string {
  const probe = page.createElement('span');
  probe.style.color = written;
  if (!probe.style.color) return '';
  page.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
