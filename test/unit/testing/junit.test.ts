// Reports for build servers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJunit } from '../../../src/testing/junit.ts';
import { countResults, type CaseResult, type RunResults } from '../../../src/testing/runCases.ts';

function runOf(results: readonly CaseResult[]): RunResults {
  return {
    results,
    totals: countResults(results),
    startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    durationMs: 3456,
  };
}

const passed: CaseResult = {
  name: 'a',
  file: '/w/x/a.test.yaml',
  status: 'passed',
  durationMs: 12,
  differences: [],
  shownOutputs: [],
};
const failed: CaseResult = {
  ...passed,
  name: 'b < "c" & \'d\'',
  status: 'failed',
  differences: [{ kind: 'changed', index: 0, path: 'payload', expected: '"<&\u0000>"', actual: '2' }],
};
const invalid: CaseResult = {
  ...passed,
  file: '/w/y/e.test.yaml',
  name: 'e',
  status: 'error',
  error: { code: 'CASE_TIMEOUT', message: 'too slow\nby far' },
};
const skipped: CaseResult = {
  ...passed,
  file: '/w/y/s.test.yaml',
  name: 's',
  status: 'skipped',
  error: { code: 'CASE_CANCELLED', message: 'The run was cancelled.' },
};

describe('a JUnit report', () => {
  it('has a suite per folder with its counts, and every outcome', () => {
    const nameFolder = (folder: string): string => folder.replace('/w/', '');
    expect(formatJunit(runOf([passed, invalid, failed, skipped]), { nameFolder })).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dataflow-graph" tests="4" failures="1" errors="1" time="3.456">
  <testsuite name="x" tests="2" failures="1" errors="0" skipped="0" time="0.024" timestamp="2026-01-02T03:04:05">
    <testcase name="a" classname="x" time="0.012"/>
    <testcase name="b &lt; &quot;c&quot; &amp; 'd'" classname="x" time="0.012"><failure message="1 difference" type="difference">/w/x/a.test.yaml
Output 1 differs:
  payload
    expected: &quot;&lt;&amp;\\u0000&gt;&quot;
    actual:   2</failure></testcase>
  </testsuite>
  <testsuite name="y" tests="2" failures="0" errors="1" skipped="1" time="0.024" timestamp="2026-01-02T03:04:05">
    <testcase name="e" classname="y" time="0.012"><error message="too slow" type="CASE_TIMEOUT">/w/y/e.test.yaml
too slow
by far</error></testcase>
    <testcase name="s" classname="y" time="0.012"><skipped message="The run was cancelled."/></testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('of nothing is still a report', () => {
    expect(formatJunit(runOf([]))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dataflow-graph" tests="0" failures="0" errors="0" time="3.456">\n</testsuites>\n',
    );
  });

  it('is well-formed whatever names and messages contain', () => {
    const units = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(...Buffer.from('<>&"\']'))),
    );
    const text = units.map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(text, text, (name, message) => {
        const error = { code: 'CASE_CRASHED', message } as const;
        const xml = formatJunit(runOf([{ ...invalid, name, error }]));
        // XML 1.0 §2.2 Char, without lone surrogates.
        expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(readElements(xml)).toEqual(['testsuites', 'testsuite', 'testcase', 'error']);
      }),
    );
  });
});

/** The names of all elements in order; throws where the text is not well-formed. */
function readElements(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const token =
    /<\?xml [^?]*\?>|<\/(\w+)>|<(\w+)((?: \w+="(?:[^<&"]|&(?:amp|lt|gt|quot);)*")*)(\/?)>|[^<&]|&(?:amp|lt|gt|quot);/uy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw new Error(`not well-formed: ${xml.slice(at, at + 40)}`);
    const [, close, name, , isEmpty] = match;
    if (close !== undefined && open.pop() !== close) throw new Error(`</${close}> closes nothing`);
    if (name !== undefined) names.push(name);
    if (name !== undefined && isEmpty === '') open.push(name);
  }
  if (open.length > 0) throw new Error('an element is not closed');
  return names;
}
