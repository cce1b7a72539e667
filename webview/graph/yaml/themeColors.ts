// What VS Code tells webviews of its theme, in monaco's terms. Knows no page.
import type { editor } from 'monaco-editor/editor/editor.api';

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** Colours by monaco's names; VS Code's variables have the same with dashes. */
const colorKeys = [
  'foreground',
  'disabledForeground',
  'descriptionForeground',
  'errorForeground',
  'icon.foreground',
  'focusBorder',
  'contrastBorder',
  'contrastActiveBorder',
  'textLink.foreground',
  'textLink.activeForeground',
  'textCodeBlock.background',
  'widget.shadow',
  'widget.border',
  'input.background',
  'input.foreground',
  'input.border',
  'inputOption.activeBackground',
  'inputOption.activeBorder',
  'inputOption.activeForeground',
  'inputOption.hoverBackground',
  'input.placeholderForeground',
  'inputValidation.errorBackground',
  'inputValidation.errorBorder',
  'scrollbar.shadow',
  'scrollbarSlider.background',
  'scrollbarSlider.hoverBackground',
  'scrollbarSlider.activeBackground',
  'list.activeSelectionBackground',
  'list.activeSelectionForeground',
  'list.hoverBackground',
  'list.hoverForeground',
  'list.highlightForeground',
  'list.focusOutline',
  'toolbar.hoverBackground',
  'editor.background',
  'editor.foreground',
  'editor.selectionBackground',
  'editor.selectionForeground',
  'editor.inactiveSelectionBackground',
  'editor.selectionHighlightBackground',
  'editor.selectionHighlightBorder',
  'editor.wordHighlightBackground',
  'editor.wordHighlightStrongBackground',
  'editor.wordHighlightTextBackground',
  'editor.findMatchBackground',
  'editor.findMatchBorder',
  'editor.findMatchHighlightBackground',
  'editor.findMatchHighlightBorder',
  'editor.hoverHighlightBackground',
  'editor.lineHighlightBackground',
  'editor.lineHighlightBorder',
  'editor.foldBackground',
  'editorCursor.foreground',
  'editorWhitespace.foreground',
  'editorIndentGuide.background1',
  'editorIndentGuide.activeBackground1',
  'editorLineNumber.foreground',
  'editorLineNumber.activeForeground',
  'editorGutter.background',
  'editorGutter.foldingControlForeground',
  'editorBracketMatch.background',
  'editorBracketMatch.border',
  'editorError.foreground',
  'editorError.border',
  'editorWarning.foreground',
  'editorWarning.border',
  'editorInfo.foreground',
  'editorInfo.border',
  'editorHint.foreground',
  'editorLink.activeForeground',
  'editorOverviewRuler.border',
  'editorWidget.background',
  'editorWidget.foreground',
  'editorWidget.border',
  'editorHoverWidget.background',
  'editorHoverWidget.foreground',
  'editorHoverWidget.border',
  'editorHoverWidget.statusBarBackground',
  'editorSuggestWidget.background',
  'editorSuggestWidget.border',
  'editorSuggestWidget.foreground',
  'editorSuggestWidget.selectedBackground',
  'editorSuggestWidget.selectedForeground',
  'editorSuggestWidget.selectedIconForeground',
  'editorSuggestWidget.highlightForeground',
  'editorSuggestWidget.focusHighlightForeground',
  'editorMarkerNavigation.background',
  'editorMarkerNavigationError.background',
  'editorMarkerNavigationWarning.background',
  'editorMarkerNavigationInfo.background',
] as const;

const bases = {
  light: 'vs',
  dark: 'vs-dark',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
} as const;

/** VS Code tells webviews no colours of tokens: these are those of its own default themes. */
const tokens: Record<ThemeKind, Record<string, string>> = {
  light: { type: '800000', string: '0000ff', number: '098658', keyword: '0000ff', comment: '008000' },
  dark: { type: '569cd6', string: 'ce9178', number: 'b5cea8', keyword: '569cd6', comment: '6a9955' },
  'high-contrast': {
    type: '569cd6',
    string: 'ce9178',
    number: 'b5cea8',
    keyword: '569cd6',
    comment: '7ca668',
  },
  'high-contrast-light': {
    type: '0f4a85',
    string: '0f4a85',
    number: '096d48',
    keyword: '0f4a85',
    comment: '515151',
  },
};

/** The kind of theme that VS Code writes on the body. */
export function themeKindOf(written: string | undefined): ThemeKind {
  const kind = written?.replace(/^vscode-/, '');
  return kind === 'light' || kind === 'high-contrast' || kind === 'high-contrast-light' ? kind : 'dark';
}

/** `colorOf` gives the variable's colour as browsers compute it, such as "rgb(0, 0, 0)", or nothing. */
export function themeFrom(
  kind: ThemeKind,
  colorOf: (variable: string) => string | undefined,
): editor.IStandaloneThemeData {
  const colors = colorKeys.flatMap((key) => {
    const color = toHex(colorOf(`--vscode-${key.replaceAll('.', '-')}`) ?? '');
    return color ? [[key, color] as const] : [];
  });
  return {
    base: bases[kind],
    inherit: true,
    rules: Object.entries(tokens[kind]).map(([token, foreground]) => ({ token, foreground })),
    colors: Object.fromEntries(colors),
  };
}

/** "rgb(r, g, b)", "rgba(r, g, b, a)" or "color(srgb r g b / a)" as "#rrggbbaa"; nothing for anything else. */
export function toHex(computed: string): string | undefined {
  const found = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(computed);
  const parts = found?.[2]?.split(/[\s,/]+/).map(Number) ?? [];
  const [red, green, blue, alpha = 1] = parts;
  if (red === undefined || green === undefined || blue === undefined || parts.some(Number.isNaN))
    return undefined;
  const scale = found?.[1] === 'color' ? 255 : 1;
  return `#${[red * scale, green * scale, blue * scale, alpha * 255].map(hexByte).join('')}`;
}

function hexByte(value: number): string {
  return Math.min(255, Math.max(0, Math.round(value)))
    .toString(16)
    .padStart(2, '0');
}
