// Results as JUnit XML, as build servers read it: a suite per folder. Keeps to the elements and attributes of the schema
// that Jenkins checks against (junit-10.xsd). Knows nothing about where the text goes.
import { folderOf } from './filePath.ts';
import { formatDifferences } from './formatDifference.ts';
import { countResults, type CaseResult, type RunResults } from './runCases.ts';

/** What the report is called and how its folders read. */
export interface JunitOptions {
  /** Default `dataflow-graph`. */
  readonly name?: string;
  /** The name of a suite from the folder of its test files; default the folder. For paths relative to the workspace. */
  readonly nameFolder?: (folder: string) => string;
}

/** The report, with a line break at its end. */
export function formatJunit(run: RunResults, options: JunitOptions = {}): string {
  const { name = 'dataflow-graph', nameFolder = (folder: string): string => folder } = options;
  const folders = groupByFolder(run.results);
  const attributes = { name, ...countAttributes(run.results), time: formatSeconds(run.durationMs) };
  const suites = [...folders].map(([folder, results]) =>
    formatSuite(nameFolder(folder), results, run.startedAtMs),
  );
  const body = suites.length > 0 ? `\n${suites.join('\n')}\n` : '\n';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, body)}\n`;
}

function groupByFolder(results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const folders = new Map<string, CaseResult[]>();
  for (const result of results) {
    const folder = folderOf(result.file);
    folders.set(folder, [...(folders.get(folder) ?? []), result]);
  }
  return folders;
}

function countAttributes(results: readonly CaseResult[]): Record<string, string> {
  const { failed, error } = countResults(results);
  return { tests: String(results.length), failures: String(failed), errors: String(error) };
}

function formatSuite(name: string, results: readonly CaseResult[], startedAtMs: number): string {
  const attributes = {
    name,
    ...countAttributes(results),
    skipped: String(countResults(results).skipped),
    time: formatSeconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    // The schemas want a time without zone; UTC.
    timestamp: new Date(startedAtMs).toISOString().slice(0, 19),
  };
  const cases = results.map((result) => `    ${formatCase(result, name)}\n`).join('');
  return `  ${element('testsuite', attributes, `\n${cases}  `)}`;
}

function formatCase(result: CaseResult, suite: string): string {
  const { name, durationMs } = result;
  const attributes = { name, classname: suite, time: formatSeconds(durationMs) };
  return element('testcase', attributes, formatOutcome(result));
}

function formatOutcome({ status, file, differences, error }: CaseResult): string {
  const { code = '', message = '' } = error ?? {};
  const [firstLine = ''] = message.split('\n');
  switch (status) {
    case 'passed':
      return '';
    case 'failed': {
      const count = `${String(differences.length)} ${differences.length === 1 ? 'difference' : 'differences'}`;
      const text = `${file}\n${formatDifferences(differences)}`;
      return element('failure', { message: count, type: 'difference' }, escapeXml(text));
    }
    case 'error':
      return element('error', { message: firstLine, type: code }, escapeXml(`${file}\n${message}`));
    case 'skipped':
      return element('skipped', { message: firstLine }, '');
  }
}

function element(name: string, attributes: Readonly<Record<string, string>>, body: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const head = `<${name}${pairs.join('')}`;
  return body === '' ? `${head}/>` : `${head}>${body}</${name}>`;
}

function formatSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 §2.2: most control characters, lone surrogates and two non-characters cannot be written at all. */
function escapeXml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
