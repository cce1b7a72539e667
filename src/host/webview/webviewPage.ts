// The page of every webview: nothing but a program of dist/webview, under a policy that lets nothing else run or
// load. Knows no vscode.

export interface WebviewPageOptions {
  /** What VS Code lets the extension's own files be loaded from, for the policy. */
  readonly cspSource: string;
  /** Fresh for every page; base64. */
  readonly nonce: string;
  readonly scriptUri: string;
  /** What the program imports when it starts: asked for along with it rather than once it has been read. */
  readonly importUris: readonly string[];
  /** Undefined when the program has no style sheet. */
  readonly styleUri: string | undefined;
  /** BCP 47, `en`. */
  readonly language: string;
  readonly title: string;
}

/**
 * The whole page as HTML. The program finds its nonce at `data-nonce` of its root, for styles that libraries add; the toolkit
 * looks for it in a meta element.
 */
export function webviewPage(options: WebviewPageOptions): string {
  const { nonce, scriptUri, importUris, styleUri, language, title } = options;
  const style =
    styleUri === undefined ? '' : `\n    <link rel="stylesheet" href="${escapeHtml(styleUri)}" />`;
  const imports = importUris.map(
    (uri) => `\n    <link rel="modulepreload" nonce="${escapeHtml(nonce)}" href="${escapeHtml(uri)}" />`,
  );
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy(options))}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta property="csp-nonce" content="${escapeHtml(nonce)}" />
    <title>${escapeHtml(title)}</title>${style}${imports.join('')}
  </head>
  <body>
    <div id="root" data-nonce="${escapeHtml(nonce)}"></div>
    <script type="module" nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
  </body>
</html>
`;
}

function policy({ cspSource, nonce }: WebviewPageOptions): string {
  return [
    "default-src 'none'",
    // Modules that the program imports take the nonce over from it.
    `script-src 'nonce-${nonce}'`,
    `style-src-elem ${cspSource} 'nonce-${nonce}'`,
    // The flow library and the text editor place what they draw with style attributes. Those cannot load or run anything.
    "style-src-attr 'unsafe-inline'",
    `font-src ${cspSource}`,
    `img-src ${cspSource} data: blob:`,
    // Workers may only come from the page's own origin, which the extension's files do not have: their text is fetched.
    'worker-src blob:',
    `connect-src ${cspSource}`,
  ].join('; ');
}

/** For text between tags and in attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
