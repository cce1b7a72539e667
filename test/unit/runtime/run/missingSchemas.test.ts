// What is told of schema references that nothing in the workspace stands behind.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MessageSchema } from '../../../../src/graph/messageSchema.ts';
import type { BrokenSchema, WorkspaceSchema } from '../../../../src/protocol/schemas.ts';
import { findMissingSchemas } from '../../../../src/runtime/run/missingSchemas.ts';

const schemas: readonly (WorkspaceSchema | BrokenSchema)[] = [
  { namespace: 'plant', name: 'reading', version: '1', format: 'json', content: '{}' },
  { namespace: 'plant', name: 'torn', version: '1', problem: 'told elsewhere' },
];
const folder = join('work', 'schemas');

function told(...references: string[]): string[] {
  const carried = references.map((reference): MessageSchema => ({ kind: 'reference', reference }));
  return findMissingSchemas([undefined, ...carried], schemas, folder);
}

it('is nothing where there is a file, also a broken one, and of schemas that the graph itself has', () => {
  expect(told('aio-sr://plant/reading:1', 'aio-sr://reading:1', 'aio-sr://plant/torn:1')).toEqual([]);
  expect(findMissingSchemas([{ kind: 'inline', name: 'x', content: '' }], schemas, folder)).toEqual([]);
});

it.each([
  ['aio-sr://plant/alarm:2', 'there is no schema', join('plant', 'alarm@2.json')],
  ['aio-sr://alarm:1.0.0', 'there is no schema', 'alarm@1.0.0.json'],
  ['aio-sr://plant/reading:2', 'has no version "2"; there is 1', join('plant', 'reading@2.json')],
])('names %s once, with the file that is missing', (reference, reason, file) => {
  const [sentence, ...others] = told(reference, reference);
  expect(others).toEqual([]);
  expect(sentence).toContain(`Messages carry the schema reference ${reference}`);
  expect(sentence).toContain(reason);
  expect(sentence).toContain(`Add ${join(folder, file)} if they do.`);
});
