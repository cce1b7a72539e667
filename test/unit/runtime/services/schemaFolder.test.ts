// Reading message schemas from a real folder.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSchemaFolder } from '../../../../src/runtime/services/schemaFolder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemas-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('reads name and version from the file name and the namespace from the folder', async () => {
  await mkdir(join(folder, 'plant', 'deeper'), { recursive: true });
  await writeFile(join(folder, 'reading-raw@1.json'), '\uFEFF{"title":"Reading","description":"One value"}');
  await writeFile(join(folder, 'plant', 'alarm@2.0.json'), '{"$schema":"Delta/1.0"}');
  await writeFile(join(folder, 'plant', 'deeper', 'x@1.json'), '{}');
  await writeFile(join(folder, 'README.md'), 'not a schema');
  expect(await readSchemaFolder(folder + sep)).toEqual({
    schemas: [
      {
        name: 'alarm',
        version: '2.0',
        namespace: 'plant',
        format: 'delta',
        content: '{"$schema":"Delta/1.0"}',
      },
      {
        name: 'reading-raw',
        version: '1',
        namespace: 'default',
        format: 'json',
        content: '{"title":"Reading","description":"One value"}',
        displayName: 'Reading',
        description: 'One value',
      },
    ],
    problems: [],
  });
});

it('is empty when the folder does not exist', async () => {
  expect(await readSchemaFolder(join(folder, 'schemas'))).toEqual({ schemas: [], problems: [] });
});

it('reports every file that cannot be used and reads the others', async () => {
  await writeFile(join(folder, 'good@1.json'), '{}');
  await writeFile(join(folder, 'list@1.json'), '[]');
  await writeFile(join(folder, 'broken@1.json'), '{\n  "type": object\n}');
  await writeFile(join(folder, 'noversion.json'), '{}');
  await writeFile(join(folder, 'latin@1.json'), Uint8Array.of(0x22, 0xe4, 0x22));
  const { schemas, problems } = await readSchemaFolder(folder);
  // Those whose name is known are there, so that a lookup says what is wrong and not that there are none.
  expect(schemas.map((schema) => [schema.name, 'problem' in schema ? schema.problem : ''])).toEqual([
    ['broken', problems[0]?.message],
    ['good', ''],
    ['latin', problems[1]?.message],
    ['list', problems[2]?.message],
  ]);
  expect(problems.map(({ code, message }) => `${code} ${message.replace(folder, '')}`)).toEqual([
    expect.stringMatching(/^FILE_INVALID .broken@1\.json:2: this is not valid JSON, unexpected "object/),
    expect.stringMatching(/^FILE_INVALID .latin@1\.json is not UTF-8 text/),
    expect.stringMatching(/^FILE_INVALID .list@1\.json: a schema is a JSON object/),
    expect.stringMatching(/^FILE_INVALID .noversion\.json: .* Rename it to .* noversion@1\.json\.$/),
  ]);
});

it('reports a folder that is none', async () => {
  await writeFile(join(folder, 'schemas'), '');
  const { problems } = await readSchemaFolder(join(folder, 'schemas'));
  expect(problems).toMatchObject([{ code: 'FILE_UNREADABLE' }]);
});
