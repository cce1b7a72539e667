// Colours of the YAML pane from those of VS Code's theme.
import { describe, expect, it } from 'vitest';
import { themeFrom, themeKindOf, toHex } from '../../../../webview/graph/yaml/themeColors.ts';

describe('colours of the pane', () => {
  it('are read in every form that browsers tell', () => {
    expect(toHex('rgb(0, 120, 212)')).toBe('#0078d4ff');
    expect(toHex('rgba(255, 255, 255, 0.5)')).toBe('#ffffff80');
    expect(toHex('rgb(1 2 3 / 0)')).toBe('#01020300');
    expect(toHex('color(srgb 1 0.5 0 / 0.2)')).toBe('#ff800033');
  });

  it('are left to the base theme when they are not told', () => {
    for (const unknown of ['', 'transparent', 'lab(50 1 1)', 'color(display-p3 1 0 0)'])
      expect(toHex(unknown)).toBeUndefined();
    const { colors } = themeFrom('dark', (name) =>
      name === '--vscode-editor-background' ? 'rgb(1, 2, 3)' : undefined,
    );
    expect(colors).toEqual({ 'editor.background': '#010203ff' });
  });

  it('stand on the base that belongs to the kind of theme', () => {
    const bases = ['vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light'].map(
      (written) => themeFrom(themeKindOf(written), () => undefined).base,
    );
    expect(bases).toEqual(['vs', 'vs-dark', 'hc-black', 'hc-light']);
    expect(themeKindOf(undefined)).toBe('dark');
  });
});
