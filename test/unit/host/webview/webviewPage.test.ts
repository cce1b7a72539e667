// The policy and the page of webviews.
import { expect, it } from 'vitest';
import { webviewPage } from '../../../../src/host/webview/webviewPage.ts';

const options = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'bm9uY2U=',
  scriptUri: 'https://x.vscode-cdn.net/graph.js',
  importUris: ['https://x.vscode-cdn.net/parts/react.js'],
  styleUri: 'https://x.vscode-cdn.net/graph.css',
  language: 'en',
  title: 'Visual editor of a.yaml',
};

function policy(page: string): Map<string, string> {
  const [, content = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  const directives = content.replaceAll('&#39;', "'").split('; ');
  return new Map(directives.map((each) => [each.split(' ')[0] ?? '', each.slice(each.indexOf(' ') + 1)]));
}

it('lets nothing load or run but what it names', () => {
  expect(Object.fromEntries(policy(webviewPage(options)))).toEqual({
    'default-src': "'none'",
    'script-src': "'nonce-bm9uY2U='",
    'style-src-elem': "https://*.vscode-cdn.net 'nonce-bm9uY2U='",
    'style-src-attr': "'unsafe-inline'",
    'font-src': 'https://*.vscode-cdn.net',
    'img-src': 'https://*.vscode-cdn.net data: blob:',
    'worker-src': 'blob:',
    'connect-src': 'https://*.vscode-cdn.net',
  });
});

it('names its language and itself, and gives the program its nonce', () => {
  const page = webviewPage(options);
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('<title>Visual editor of a.yaml</title>');
  expect(page).toContain('<div id="root" data-nonce="bm9uY2U=">');
  expect(page).toContain('<script type="module" nonce="bm9uY2U=" src="https://x.vscode-cdn.net/graph.js">');
  expect(page.match(/<script/g)).toHaveLength(1);
});

it('has a style sheet only when there is one', () => {
  expect(webviewPage(options)).toContain(
    '<link rel="stylesheet" href="https://x.vscode-cdn.net/graph.css" />',
  );
  expect(webviewPage({ ...options, styleUri: undefined })).not.toContain('stylesheet');
});

it('asks for what the program imports along with it', () => {
  expect(webviewPage(options)).toContain(
    '<link rel="modulepreload" nonce="bm9uY2U=" href="https://x.vscode-cdn.net/parts/react.js" />',
  );
  expect(webviewPage({ ...options, importUris: [] })).not.toContain('modulepreload');
});

it('takes file names for text', () => {
  const page = webviewPage({ ...options, title: `</title><script>alert("1'&")</script>` });
  expect(page).toContain(
    '<title>&lt;/title&gt;&lt;script&gt;alert(&quot;1&#39;&amp;&quot;)&lt;/script&gt;</title>',
  );
});
