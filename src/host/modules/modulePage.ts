// The page about a module, as HTML that runs nothing. Knows no vscode.
import { formatBytes } from '../../base/formatBytes.ts';
import { escapeHtml } from '../webview/webviewPage.ts';

/** What `dataflow-graph inspect --json --wit` tells. */
export interface InspectedModule {
  readonly sizeBytes: number;
  readonly digest: string;
  readonly operators: readonly { readonly operator: string; readonly refusal: string | null }[];
  readonly exports: readonly string[];
  readonly imports: readonly string[];
  readonly sections: readonly {
    readonly name: string;
    readonly count: number;
    readonly sizeBytes: number;
  }[];
  readonly wit: ModuleWit | { readonly failure: string };
}

interface ModuleWit {
  /** `world root { … }`. */
  readonly world: string;
  readonly interfaces: readonly {
    readonly name: string;
    /** `interface %map { … }`. */
    readonly text: string;
    readonly isImported: boolean;
    readonly isExported: boolean;
  }[];
}

/** A graph that names the module. */
export interface UsingGraph {
  readonly name: string;
  readonly path: string;
}

export interface PageFrame {
  readonly title: string;
  /** BCP 47, `en`. */
  readonly language: string;
}

export function modulePage(frame: PageFrame, module: InspectedModule, graphs: readonly UsingGraph[]): string {
  const { sizeBytes, digest, operators, sections } = module;
  const refusals = [...new Set(operators.flatMap(({ refusal }) => refusal ?? []))];
  const facts: readonly (readonly [string, string])[] = [
    ['Operators', operators.map(({ operator }) => operator).join(', ') || 'none'],
    ['Size', `${formatBytes(sizeBytes)} (${sizeBytes.toLocaleString('en')} bytes)`],
    ['Digest', digest],
  ];
  return page(frame, [
    ...refusals.map((refusal) => note('note', refusal)),
    table(undefined, facts),
    '<h2>Graphs that use it</h2>',
    graphs.length === 0
      ? '<p>No graph of this workspace names it.</p>'
      : table(
          ['Graph', 'File'],
          graphs.map(({ name, path }) => [name, path]),
        ),
    '<h2>WIT</h2>',
    ...witParts(module),
    '<h2>Sections</h2>',
    table(
      ['Section', 'Count', 'Size'],
      sections.map(({ name, count, sizeBytes: size }) => [name, String(count), formatBytes(size)]),
    ),
  ]);
}

/** Of a file that cannot be read as a module. */
export function failurePage(frame: PageFrame, why: string): string {
  return page(frame, [note('alert', why)]);
}

/** The world, and a section to unfold for every interface. */
function witParts(module: InspectedModule): string[] {
  const { wit } = module;
  if ('failure' in wit)
    return [code(describeWorld(module), 'World of the module'), note('note', wit.failure)];
  const exported = wit.interfaces.filter(({ isExported }) => isExported);
  const imported = wit.interfaces.filter(({ isExported }) => !isExported);
  return [
    code(wit.world, 'World of the module'),
    ...interfaceList('Exported Interfaces', exported),
    ...interfaceList('Imported Interfaces', imported),
  ];
}

function interfaceList(title: string, interfaces: ModuleWit['interfaces']): string[] {
  if (interfaces.length === 0) return [];
  const sections = interfaces.map(({ name, text, isImported, isExported }) => {
    const both = isImported && isExported ? ' <small>imported, too</small>' : '';
    const body = code(text, `WIT of ${name}`);
    return `<details><summary><code>${escapeHtml(name)}</code>${both}</summary>${body}</details>`;
  });
  return [`<h3>${escapeHtml(title)}</h3>`, ...sections];
}

/** Wide lines are scrolled to, by keyboard as well. */
function code(text: string, label: string): string {
  return `<pre tabindex="0" role="region" aria-label="${escapeHtml(label)}">${escapeHtml(text)}</pre>`;
}

function note(role: 'note' | 'alert', text: string): string {
  return `<p role="${role}" class="note">${escapeHtml(text)}</p>`;
}

/** The world of a module whose types cannot be read, by its names alone. */
function describeWorld({ imports, exports }: InspectedModule): string {
  const lines = [
    ...imports.map((name) => `  import ${name};`),
    ...(imports.length > 0 && exports.length > 0 ? [''] : []),
    ...exports.map((name) => `  export ${name};`),
  ];
  return `world root {\n${lines.join('\n')}\n}`;
}

function table(heads: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    row
      .map((text, index) => {
        const isHead = !heads && index === 0;
        return isHead ? `<th scope="row">${escapeHtml(text)}</th>` : `<td>${escapeHtml(text)}</td>`;
      })
      .join('');
  const head = heads?.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join('');
  return `<table>${head === undefined ? '' : `<thead><tr>${head}</tr></thead>`}<tbody>${body}</tbody></table>`;
}

const style = `
  body { padding: 0 20px 20px; color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
  h1 { font-size: 1.5em; font-weight: 600; }
  h2 { font-size: 1.15em; font-weight: 600; margin: 1.4em 0 0.4em; }
  table { border-collapse: collapse; }
  th, td { text-align: left; vertical-align: top; padding: 2px 24px 2px 0; overflow-wrap: anywhere; }
  th { font-weight: 600; }
  td, pre { user-select: text; }
  pre { margin: 0; padding: 8px 12px; overflow-x: auto; background: var(--vscode-textCodeBlock-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
  pre:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  h3 { font-size: 1em; font-weight: 600; margin: 1.2em 0 0.4em; }
  code { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); color: inherit; background: none; }
  summary { padding: 3px 4px; cursor: pointer; user-select: text; }
  summary:hover { background: var(--vscode-list-hoverBackground); }
  summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  small { color: var(--vscode-descriptionForeground); }
  details[open] { margin-bottom: 10px; }
  .note { border-left: 3px solid var(--vscode-editorWarning-foreground); padding: 2px 10px; }`;

function page({ title, language }: PageFrame, parts: readonly string[]): string {
  // Nothing is loaded and nothing runs; the style is the page's own.
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${parts.join('\n')}
</main></body>
</html>`;
}
