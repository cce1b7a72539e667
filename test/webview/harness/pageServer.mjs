// Serves the canvas on this machine as VS Code does to its webviews: the same content security policy, the variables of a
// theme. `node test/webview/harness/pageServer.mjs [PORT]` serves it for people: /?theme=dark&graph=samples/…
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageFolder } from './buildPage.mjs';
import { themes } from './themes.mjs';

const root = join(fileURLToPath(import.meta.url), '../../../..');

const kinds = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.map': 'application/json',
};

/** Of the extension's own webview, with this server in the place of VS Code's. */
function policy(source, nonce) {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${source}`,
    `style-src ${source} 'unsafe-inline'`,
    `font-src ${source}`,
    `img-src ${source} data: blob:`,
    'worker-src blob:',
    `connect-src ${source}`,
  ].join('; ');
}

function page(source, theme, text) {
  const nonce = randomBytes(16).toString('base64');
  const { bodyClass, colors } = themes[theme] ?? themes.dark;
  const variables = Object.entries(colors).map(([name, value]) => `--vscode-${name}: ${value};`);
  const kind = bodyClass.split(' ').at(-1);
  return `<!doctype html>
<html lang="en" style="${variables.join(' ').replaceAll('"', '&quot;')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(source, nonce)}">
<title>Graph</title>
<style nonce="${nonce}">
  html, body { height: 100%; margin: 0; }
  body { padding: 0 20px; background: var(--vscode-editor-background); color: var(--vscode-editor-foreground);
    font: var(--vscode-font-size) var(--vscode-font-family); }
</style>
<link rel="stylesheet" href="${source}/webview/graph.css">
</head>
<body class="${bodyClass}" data-vscode-theme-kind="${kind}" data-vscode-theme-name="${theme}">
<div id="root"></div>
<script nonce="${nonce}">window.initialText ??= ${JSON.stringify(text).replaceAll('<', '\\u003c')};</script>
<script nonce="${nonce}" src="${source}/page.js"></script>
<script nonce="${nonce}" type="module" src="${source}/webview/graph.js"></script>
</body>
</html>`;
}

/** A graph of the repository by its path; without one, nothing. */
function readGraph(path) {
  const file = path && normalize(join(root, path));
  return file && file.startsWith(root + sep) && existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function fileOf(path) {
  const [folder, name] = path.startsWith('/webview/')
    ? [join(root, 'dist/webview'), path.slice('/webview/'.length)]
    : [pageFolder, path.slice(1)];
  const file = normalize(join(folder, decodeURIComponent(name)));
  return file.startsWith(folder + sep) && existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** Starts on a free port, or on `port`. Resolves to the address; whoever started it closes it. */
export function servePage(port = 0) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const source = `http://127.0.0.1:${server.address().port}`;
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const { theme, graph } = Object.fromEntries(url.searchParams);
      return response.end(page(source, theme, readGraph(graph)));
    }
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
  process.stdout.write(`${address}/?theme=dark&graph=samples/thermostats/graph-complex.dataflow.yaml\n`);
}
