// Which message schemas the index knows, on a disk in memory.
import { expect, it } from 'vitest';
import { WorkspaceIndex } from '../../../../src/server/workspace/workspaceIndex.ts';
import { MemoryFiles } from '../../../helpers/memoryFiles.ts';

it('are told by where their files are, until they are gone', async () => {
  const files = new MemoryFiles({
    '/ws/schemas/reading@1.json': '{"$schema": "Delta/1.0"}',
    '/ws/app/schemas/plant/alarm@2.0.json': 'not read',
    '/ws/app/schemas/plant/deeper/x@1.json': '{}',
    '/ws/schemas/README.md': '',
    '/ws/schemas/unnamed.json': '{}',
    '/ws/data/reading@1.json': '{}',
    '/ws/data/unnamed.json': '{}',
    '/ws/schemas/plant/alarm.2.json': '{}',
    '/ws/operators/schemas/package.json': '{}',
  });
  let changes = 0;
  const index = new WorkspaceIndex({
    folders: ['/ws'],
    cacheFolder: '',
    files,
    onChanged: () => void (changes += 1),
  });
  await index.refresh();
  const schemas = [
    {
      reference: 'aio-sr://plant/alarm:2.0',
      uri: 'file:///ws/app/schemas/plant/alarm%402.0.json',
      head: 'not read',
    },
    {
      reference: 'aio-sr://reading:1',
      uri: 'file:///ws/schemas/reading%401.json',
      format: 'delta',
      head: '{"$schema": "Delta/1.0"}',
    },
  ];
  expect(index.facts().schemas).toEqual(schemas);
  expect(index.facts().misnamedSchemas).toEqual([
    { uri: 'file:///ws/schemas/plant/alarm.2.json', namespace: 'plant' },
    { uri: 'file:///ws/schemas/unnamed.json', namespace: 'default' },
  ]);
  expect(changes).toBe(1);
  files.remove('/ws/schemas/reading@1.json');
  index.fileDeleted('file:///ws/schemas/reading@1.json');
  await index.settled();
  expect(index.facts().schemas).toEqual(schemas.slice(0, 1));
  expect(changes).toBe(2);
});
