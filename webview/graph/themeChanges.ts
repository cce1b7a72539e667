// Tells when VS Code changes its theme under a page. Knows no colour.

/** `onChange` is told after each change. Returns what ends it. */
export function followThemeChanges(page: Document, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(page.body, {
    attributeFilter: ['class', 'data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  // The variables.
  observer.observe(page.documentElement, { attributeFilter: ['style'] });
  return () => observer.disconnect();
}
