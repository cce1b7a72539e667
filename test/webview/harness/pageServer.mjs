// Serves views on this machine as VS Code does to its webviews: the same content security policy, the variables of a
// theme. `node test/webview/harness/pageServer.mjs [PORT]` serves it for people: /?view=graph&theme=dark&text=samples/…
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { viewFolder, pageFolder } from './buildViews.mjs';
import { themes } from './themes.mjs';

const root = join(fileURLToPath(import.meta.url), '../../../..');

const kinds = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.map': 'application/json',
};

/** The extension's own page, in a theme, with a text and what plays the extension before the view. */
async function page(source, view, theme, text) {
  const { webviewPage } = await import(pathToFileURL(join(pageFolder, 'webviewPage.mjs')).href);
  const nonce = randomBytes(16).toString('base64');
  const { bodyClass, colors } = themes[theme] ?? themes.dark;
  const variables = Object.entries(colors).map(([name, value]) => `--vscode-${name}: ${value};`);
  const html = webviewPage({
    cspSource: source,
    nonce,
    scriptUri: `${source}/webview/${view}.js`,
    importUris: JSON.parse(readFileSync(join(viewFolder, `${view}.imports.json`), 'utf8')).map(
      (file) => `${source}/webview/${file}`,
    ),
    styleUri: existsSync(join(viewFolder, `${view}.css`)) ? `${source}/webview/${view}.css` : undefined,
    language: 'en',
    title: view,
  });
  return html
    .replace('<html ', `<html style="${variables.join(' ').replaceAll('"', '&quot;')}" `)
    .replace('</title>', `</title>\n<style nonce="${nonce}">${vscodeStyle}</style>`)
    .replace('<body>', `<body class="${bodyClass}" data-vscode-theme-kind="${bodyClass.split(' ').at(-1)}">`)
    .replace(
      '<script type="module"',
      `<script nonce="${nonce}">window.initialText ??= ${JSON.stringify(text).replaceAll('<', '\\u003c')};</script>
<script nonce="${nonce}" src="${source}/${view}.js"></script>
<script type="module"`,
    );
}

/** As VS Code styles every webview. */
const vscodeStyle = `
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); overscroll-behavior-x: none;
    font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }`;

/** A file of the repository by its path; without one, nothing. */
function readText(path) {
  const file = path && normalize(join(root, path));
  return file && file.startsWith(root + sep) && existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function fileOf(path) {
  const [folder, name] = path.startsWith('/webview/')
    ? [viewFolder, path.slice('/webview/'.length)]
    : [pageFolder, path.slice(1)];
  const file = normalize(join(folder, decodeURIComponent(name)));
  return file.startsWith(folder + sep) && existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** Starts on a free port, or on `port`. Resolves to the address; whoever started it closes it. */
export function servePage(port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const source = `http://127.0.0.1:${server.address().port}`;
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const { view = 'graph', theme, text } = Object.fromEntries(url.searchParams);
      return response.end(await page(source, view, theme, readText(text)));
    }
    if (url.pathname === '/favicon.ico') return response.writeHead(204).end();
    const file = fileOf(url.pathname);
    if (!file) return response.writeHead(404).end();
    response.setHeader('content-type', kinds[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({
        address: `http://127.0.0.1:${server.address().port}`,
        close: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done()))),
      }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await servePage(Number(process.argv[2] ?? 4173));
  process.stdout.write(
    `${address}/?view=graph&theme=dark&text=samples/thermostats/graph-complex.dataflow.yaml\n`,
  );
}
