// The expected file of a test case: one record, or a list of them. Knows nothing about comparing.
import { makeCaseProblem, type CaseProblem, type TestProblemCode } from './caseProblem.ts';
import type { JsonFile } from './caseFiles.ts';
import type { ExpectedOutputs } from './compareOutputs.ts';
import { makeObject, type JsonNode, type ObjectNode } from './jsonNode.ts';
import { payloadFromBase64, payloadFromText } from './outputRecord.ts';

/** The keys of a record that are compared. */
const recordKeys = ['topic', 'payload', 'payloadBase64', 'properties'];
const knownKeys = recordKeys.map((key) => `"${key}"`).join(', ');

/**
 * Reads `json`. A payload may be written as text, as in existing files, or directly as JSON; bytes that are no text
 * under `payloadBase64`. Other keys are ignored with a warning. `expected` is absent when there are errors.
 */
export function readExpected(json: JsonFile): { expected?: ExpectedOutputs; problems: CaseProblem[] } {
  const problems: CaseProblem[] = [];
  const report: Report = (code, node, message) =>
    problems.push(makeCaseProblem(code, json.file, json.rangeOf(node), message));
  const { root } = json;
  const isList = root.kind === 'array';
  const records = (isList ? root.items : [root]).flatMap((node) => readRecord(node, report) ?? []);
  if (problems.some(({ severity }) => severity === 'error')) return { problems };
  const [record] = records;
  if (isList || !record) return { expected: { kind: 'all', records }, problems };
  return { expected: { kind: 'last', record }, problems };
}

type Report = (code: TestProblemCode, node: JsonNode, message: string) => void;

function readRecord(node: JsonNode, report: Report): ObjectNode | undefined {
  if (node.kind !== 'object') {
    const message = `An expected output is an object with the keys ${knownKeys}; an empty list means no output.`;
    report('TEST_EXPECTED_SHAPE', node, message);
    return undefined;
  }
  for (const [key, value] of node.members) {
    if (recordKeys.includes(key)) continue;
    report('TEST_EXPECTED_KEY', value, `"${key}" is not compared. Compared are ${knownKeys}.`);
  }
  const topic = node.members.get('topic');
  if (topic && topic.kind !== 'string') report('TEST_EXPECTED_SHAPE', topic, 'The topic must be a text.');
  return makeObject([
    ['topic', topic],
    ['payload', readPayload(node, report)],
    ['properties', readProperties(node.members.get('properties'), report)],
  ]);
}

function readPayload(record: ObjectNode, report: Report): JsonNode | undefined {
  const payload = record.members.get('payload');
  const base64 = record.members.get('payloadBase64');
  if (!base64) return payload?.kind === 'string' ? payloadFromText(payload.value) : payload;
  if (payload) report('TEST_EXPECTED_SHAPE', base64, 'Give "payload" or "payloadBase64", not both.');
  const bytes = base64.kind === 'string' ? payloadFromBase64(base64.value) : undefined;
  if (!bytes) report('TEST_EXPECTED_SHAPE', base64, '"payloadBase64" must be a text in base64.');
  return bytes;
}

function readProperties(properties: JsonNode | undefined, report: Report): JsonNode | undefined {
  if (!properties) return undefined;
  const user = properties.kind === 'object' ? properties.members.get('user-properties') : undefined;
  if (properties.kind !== 'object')
    report('TEST_EXPECTED_SHAPE', properties, '"properties" must be an object.');
  else if (user && user.kind !== 'object')
    report('TEST_EXPECTED_SHAPE', user, '"user-properties" must be an object of names and values.');
  return properties;
}
