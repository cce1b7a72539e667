// What documents and package.json name exists: scripts, files, folders, links.
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exists, listFiles, packageJson, readText } from './repository.ts';

/** Documents about what is; what tells of the past may name what is gone. */
const documents = listFiles('.').filter(
  (path) => path.endsWith('.md') && !path.startsWith('docs/decisions/') && path !== 'CHANGELOG.md',
);

const ownFolders = 'src|webview|test|scripts|samples|schemas|wit|docs|bench|[.]ci';
/** A path of ours in running text or code; what goes on with a placeholder is none. */
const pathPattern = new RegExp(`(?<![\\w./@-])(?:${ownFolders})/[\\w./-]*[\\w/](?![\\w*<{$[])`, 'g');
const linkPattern = /\]\((?!\w+:|#)([^)#\s]+)/g;
const scriptPattern = /\bnpm run ([\w:-]+)/g;
const shortcutPattern = /\bnpm (start|test)\b/g;

/** Built, not kept: there after `npm run build`. */
const builtPattern = /\/bin\/|^dist\//;

/** The paths of ours that a text names, as they stand there. */
function namedPaths(text: string): string[] {
  return [...text.matchAll(pathPattern)].map(([path]) => path);
}

/** The scripts of package.json that a text calls. */
function namedScripts(text: string): string[] {
  return [...text.matchAll(scriptPattern), ...text.matchAll(shortcutPattern)].map(([, name]) => name ?? '');
}

/** Whether a path exists from the root or from the folder of the document that names it. */
function isThere(path: string, document: string): boolean {
  return builtPattern.test(path) || exists(path) || exists(join(dirname(document), path));
}

describe.each(documents)('%s', (document) => {
  const text = readText(document);

  it('names only paths that exist', () => {
    expect(namedPaths(text).filter((path) => !isThere(path, document))).toEqual([]);
  });

  it('names only scripts that exist', () => {
    expect(namedScripts(text).filter((name) => packageJson.scripts[name] === undefined)).toEqual([]);
  });

  it('links only to what exists', () => {
    const targets = [...text.matchAll(linkPattern)].map(([, path = '']) =>
      normalize(join(dirname(document), path)),
    );
    expect(targets.filter((path) => !exists(path))).toEqual([]);
  });
});

describe('a script of package.json', () => {
  const bundles = readText('scripts/bundles.mjs');

  /** Whether dist/NAME.mjs is in the table of bundles, and its entry point exists. */
  function isBundle(path: string): boolean {
    const name = /^dist\/(\w+)\.mjs$/.exec(path)?.[1];
    const entry = name === undefined ? undefined : new RegExp(`\\b${name}: '([^']+)'`).exec(bundles)?.[1];
    return entry !== undefined && exists(entry);
  }

  function problemOf(command: string): string | undefined {
    const [program = '', file = ''] = command.split(' ');
    if (program !== 'node')
      return exists(`node_modules/.bin/${program}`) ? undefined : `no program ${program}`;
    return exists(file) && !file.startsWith('dist/')
      ? undefined
      : isBundle(file)
        ? undefined
        : `no file ${file}`;
  }

  it.each(Object.entries(packageJson.scripts))('calls only what exists: %s', (_name, script) => {
    expect(script.split(' && ').map(problemOf)).toEqual(script.split(' && ').map(() => undefined));
    expect(namedPaths(script).filter((path) => !exists(path))).toEqual([]);
  });

  it.each(Object.entries(packageJson.bin))('makes the program %s', (_name, path) => {
    expect(isBundle(path)).toBe(true);
  });

  it('that calls what is not there is told', () => {
    expect(problemOf('node scripts/nowhere.mjs')).toBe('no file scripts/nowhere.mjs');
    expect(problemOf('node dist/nowhere.mjs')).toBe('no file dist/nowhere.mjs');
    expect(problemOf('no-such-program --now')).toBe('no program no-such-program');
  });
});

describe('the search', () => {
  it('finds paths, and leaves out patterns and placeholders', () => {
    const text =
      'See `src/graph/`, scripts/a.mjs; not test/*.ts, src/<name>, node_modules/x/src/y or https://a.b/docs/c.';
    expect(namedPaths(text)).toEqual(['src/graph/', 'scripts/a.mjs']);
  });

  it('finds scripts', () => {
    const text = 'npm start, `npm test`, npm run bench -- --json; not npm ci, npm install';
    expect(namedScripts(text).sort()).toEqual(['bench', 'start', 'test']);
  });
});
