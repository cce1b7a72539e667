// References to schemas that the workspace's folder does not have: what is told, where, and how it is mended; and what
// hovers, definitions and references say of those that it has.
import { assert, describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/graph/edits.ts';
import { parseGraphFile, type GraphFile } from '../../../../src/graph/parseGraph.ts';
import { toDiagnostic } from '../../../../src/language/diagnostics/diagnose.ts';
import { schemaProblems } from '../../../../src/language/diagnostics/schemaProblems.ts';
import { findDefinitions } from '../../../../src/language/navigation/findDefinitions.ts';
import { findReferences } from '../../../../src/language/navigation/findReferences.ts';
import { hover } from '../../../../src/language/navigation/hover.ts';
import { noFacts, type WorkspaceFacts } from '../../../../src/language/workspaceFacts.ts';
import { positionOf, sliceRange } from '../navigation/navigationText.ts';

const uri = 'file:///work/deployment.yaml';
const facts: WorkspaceFacts = {
  ...noFacts,
  schemas: [
    { reference: 'aio-sr://plant/alarm:2', uri: 'file:///work/schemas/plant/alarm%402.json' },
    {
      reference: 'aio-sr://reading:1',
      uri: 'file:///work/schemas/reading%401.json',
      format: 'json',
      head: '{\n  "title": "```"\n}\n',
    },
  ],
  misnamedSchemas: [
    { uri: 'file:///work/schemas/Torque-v2.json', namespace: 'default' },
    { uri: 'file:///work/schemas/plant/level.json', namespace: 'plant' },
  ],
};

function deployment(connection: string, destination = connection): GraphFile {
  return parseGraphFile(`apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
spec:
  nodeConnections: [{ from: { name: a, schema: { schemaRef: ${connection} } }, to: { name: d } }]
  nodes: [{ nodeType: Destination, name: d, destinationSettings: { outputSchemaSettings: { schemaRef: ${destination} } } }]
`);
}

function problemsOf(file: GraphFile, known = facts): ReturnType<typeof schemaProblems> {
  return file.documents.flatMap((document) => schemaProblems(document, uri, known));
}

describe('a reference to a schema', () => {
  it.each(['aio-sr://reading:1', '"aio-sr://plant/alarm:2"', 'aio-sr://alarm:2', 'no reference', '""', '5'])(
    'has no problem of its own where it is known, or is none: %s',
    (text) => {
      expect(problemsOf(deployment(text))).toEqual([]);
    },
  );

  it('has none either where nothing in the workspace is a schema', () => {
    expect(problemsOf(deployment('aio-sr://reading:9'), noFacts)).toEqual([]);
  });

  it.each([
    ['aio-sr://reading:2', 'aio-sr://reading:1'],
    ['"aio-sr://plant/alrm:2"', 'aio-sr://plant/alarm:2'],
  ])('that the folder has not is told at its place with the nearest one: %s', (text, meant) => {
    const file = deployment(text, 'aio-sr://reading:1');
    const [problem, ...others] = problemsOf(file);
    expect(others).toEqual([]);
    assert(problem?.fix);
    expect(problem).toMatchObject({ code: 'SCHEMA_NOT_FOUND', severity: 'info' });
    expect(problem.message).toContain(`Did you mean "${meant}"?`);
    expect(sliceRange(file, problem.range)).toBe(text.replaceAll('"', ''));
    expect(problemsOf(parseGraphFile(applyEdits(file, problem.fix.edits)))).toEqual([]);
  });

  it('names the folder, and the file that it wants, where nothing is near', () => {
    const [problem] = problemsOf(deployment('aio-sr://line/torque-curve:3', 'aio-sr://reading:1'));
    assert(problem);
    expect(problem.fix).toBeUndefined();
    expect(problem.message).toContain('schemas/line/torque-curve@3.json');
    const { relatedInformation } = toDiagnostic(problem, { uri, helpUri: () => '' });
    expect(relatedInformation).toMatchObject([
      { message: 'A schema of schemas.', location: { uri: 'file:///work/schemas/plant/alarm%402.json' } },
    ]);
  });

  it.each([
    ['aio-sr://torque:2', 'schemas/Torque-v2.json', 'torque@2.json'],
    ['aio-sr://plant/level:1', 'schemas/plant/level.json', 'level@1.json'],
    ['aio-sr://level:1', 'schemas/plant/level.json', 'level@1.json'],
  ])('names the file that is meant but has another name: %s', (text, path, wanted) => {
    const [problem] = problemsOf(deployment(text, 'aio-sr://reading:1'));
    assert(problem);
    expect(problem).toMatchObject({ code: 'SCHEMA_FILE_NAME', severity: 'warning' });
    expect(problem.message).toContain(path);
    expect(problem.message).toContain(wanted);
    expect(problem.related.map((place) => place.uri)).toEqual([`file:///work/${path}`]);
  });

  it.each(['aio-sr://line/level:1', 'aio-sr://lev:1', 'aio-sr://torq:2'])(
    'takes no other schema’s file for its own: %s',
    (text) => {
      expect(problemsOf(deployment(text)).map(({ code }) => code)).toEqual([
        'SCHEMA_NOT_FOUND',
        'SCHEMA_NOT_FOUND',
      ]);
    },
  );
});

describe('at a reference to a schema', () => {
  const file = deployment('"aio-sr://reading:1"', 'aio-sr://default/reading:1');
  const position = positionOf(file, 'reading:1');
  const textAt = (text: string): string => {
    const found = hover(
      deployment(text),
      positionOf(deployment(text), text),
      { facts, uri },
      () => undefined,
    );
    assert(found && typeof found.contents === 'object' && 'value' in found.contents);
    return found.contents.value;
  };

  it('the hover tells name, version, format, file and first lines', () => {
    expect(textAt('aio-sr://reading:1')).toBe(
      '**reading** 1 · message schema, json\n\n- Namespace: `default`\n- File of local runs: `reading@1.json`\n\n````json\n{\n  "title": "```"\n}\n````',
    );
    // Whichever namespace it was found in.
    expect(textAt('aio-sr://alarm:2')).toContain(
      '- Namespace: `plant`\n- File of local runs: `alarm@2.json`',
    );
    expect(textAt('aio-sr://reading:7')).toContain('No file of this workspace has it. A registry may.');
  });

  it('the definition is its file', () => {
    const [link, ...others] = findDefinitions(file, uri, position, facts);
    expect(others).toEqual([]);
    expect(link?.targetUri).toBe('file:///work/schemas/reading%401.json');
    assert(link?.originSelectionRange);
    expect(sliceRange(file, link.originSelectionRange)).toBe('aio-sr://reading:1');
    expect(findDefinitions(file, uri, position, noFacts)).toEqual([]);
  });

  it('the references are all that mean the same schema', () => {
    const found = findReferences(file, uri, position, { includeDeclaration: true });
    expect(found.map(({ range }) => sliceRange(file, range))).toEqual([
      'aio-sr://reading:1',
      'aio-sr://default/reading:1',
    ]);
  });
});
