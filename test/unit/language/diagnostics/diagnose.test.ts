// Problems in the words of the Language Server Protocol.
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { makeProblem } from '../../../../src/graph/problem.ts';
import { diagnose, type DiagnosticOptions } from '../../../../src/language/diagnostics/diagnose.ts';
import { parseText } from '../../../helpers/languageText.ts';
import { graph, inGraph } from '../../graph/caseText.ts';

const options: DiagnosticOptions = { uri: 'file:///a.yaml', helpUri: (code) => `https://help/#${code}` };
const twice = inGraph(['  vendor:', '  name: "Thermostats"\n  vendor:']);

describe('diagnose', () => {
  it('tells nothing about a graph without problems', () => {
    expect(diagnose(parseText(graph), options)).toEqual([]);
  });

  it('tells place, code, help, source, related places and what is unnecessary', () => {
    expect(diagnose(parseText(twice), options)).toEqual([
      {
        range: { start: { line: 5, character: 2 }, end: { line: 5, character: 6 } },
        message: 'The key "name" is already used in this map. Remove one of the two.',
        severity: DiagnosticSeverity.Error,
        code: 'YAML_DUPLICATE_KEY',
        codeDescription: { href: 'https://help/#YAML_DUPLICATE_KEY' },
        source: 'dataflow-graph',
        relatedInformation: [
          {
            message: '"name" is first used here.',
            location: {
              uri: 'file:///a.yaml',
              range: { start: { line: 3, character: 2 }, end: { line: 3, character: 6 } },
            },
          },
        ],
        tags: [DiagnosticTag.Unnecessary],
      },
    ]);
  });

  it('marks a missing key as no unnecessary text, and gives no link where there is none', () => {
    const file = parseText(inGraph(['  version: "1.0.0"\n', '']));
    const [diagnostic] = diagnose(file, { ...options, helpUri: () => '' });
    expect(diagnostic).toMatchObject({ code: 'KEY_MISSING' });
    expect(Object.keys(diagnostic ?? {}).sort()).toEqual(['code', 'message', 'range', 'severity', 'source']);
  });

  it('takes severities from the user', () => {
    const of = (level: 'error' | 'warning' | 'info' | 'hint' | 'off'): (number | undefined)[] =>
      diagnose(parseText(twice), { ...options, severities: { YAML_DUPLICATE_KEY: level } }).map(
        ({ severity }) => severity,
      );
    expect([of('error'), of('warning'), of('info'), of('hint'), of('off')]).toEqual([
      [DiagnosticSeverity.Error],
      [DiagnosticSeverity.Warning],
      [DiagnosticSeverity.Information],
      [DiagnosticSeverity.Hint],
      [],
    ]);
  });

  it('merges the problems of others by place, under the same comments and severities', () => {
    const at = (line: number): ReturnType<typeof makeProblem> =>
      makeProblem('MODULE_LARGE', { start: { line, character: 0 }, end: { line, character: 1 } }, 'Large.');
    const codes = (text: string, severities: DiagnosticOptions['severities'] = {}): unknown[] =>
      diagnose(parseText(text), { ...options, extraProblems: [at(9), at(0)], severities }).map(
        ({ code }) => code,
      );
    expect(codes(twice)).toEqual(['MODULE_LARGE', 'YAML_DUPLICATE_KEY', 'MODULE_LARGE']);
    expect(codes(twice, { MODULE_LARGE: 'off' })).toEqual(['YAML_DUPLICATE_KEY']);
    expect(codes(`# dataflow-graph-disable MODULE_LARGE\n${twice}`)).toEqual(['YAML_DUPLICATE_KEY']);
  });

  it('leaves out what a comment suppresses', () => {
    expect(
      diagnose(parseText(twice.replace('vendor', '# dataflow-graph-disable\n  vendor')), options),
    ).toHaveLength(1);
    expect(diagnose(parseText(`# dataflow-graph-disable\n${twice}`), options)).toEqual([]);
  });
});
