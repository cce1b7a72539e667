// The four kinds of colour themes: what VS Code calls the theme, and how a page tells that it is on.
// Must not know any test.

export interface Theme {
  /** Value of `workbench.colorTheme`; the newest VS Code still knows the older names. */
  readonly id: string;
  /** Class of the workbench. */
  readonly workbenchClass: string;
  /** `data-vscode-theme-kind` of the body in webviews. */
  readonly webviewKind: string;
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: { id: 'Default Light Modern', workbenchClass: 'vs', webviewKind: 'vscode-light' },
  dark: { id: 'Default Dark Modern', workbenchClass: 'vs-dark', webviewKind: 'vscode-dark' },
  highContrastLight: {
    id: 'Default High Contrast Light',
    workbenchClass: 'hc-light',
    webviewKind: 'vscode-high-contrast-light',
  },
  highContrastDark: {
    id: 'Default High Contrast',
    workbenchClass: 'hc-black',
    webviewKind: 'vscode-high-contrast',
  },
};

export type ThemeName = 'light' | 'dark' | 'highContrastLight' | 'highContrastDark';

export const themeNames: readonly ThemeName[] = ['light', 'dark', 'highContrastLight', 'highContrastDark'];
