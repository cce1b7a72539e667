// Reading the files of existing workspaces from real folders.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseStateSeeds, readWorkspaceFiles } from '../../../../src/runtime/services/workspaceFiles.ts';

const SCHEMA = '{\n  "type": "object"\n}\n';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function write(name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text);
}

async function failure(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return `${String(error.code)} ${error.message.replaceAll(folder, '.')}`;
    throw error;
  }
  throw new Error('the files were accepted');
}

describe('a workspace', () => {
  it('without any of the files has nothing to say', async () => {
    expect(await readWorkspaceFiles(folder)).toEqual({ stateSeeds: [], moduleSchemas: [], overrides: [] });
  });

  it('with all files gives seeds, schema and overrides', async () => {
    await write(
      'statestore.json',
      '[\n  { "factoryId": "factoryA" },\n  { "machineId": "machineA", "limits": {"max": 5} }\n]',
    );
    await write('tk_schema_config.json', SCHEMA);
    await write(
      'hostapp.env.list',
      'TK_SCHEMA_CONFIG_PATH=tk_schema_config.json\nTK_CONFIGURATION_PARAMETERS={"a":"b"}\n',
    );
    expect(await readWorkspaceFiles(folder)).toEqual({
      stateSeeds: [
        { key: 'factoryId', value: 'factoryA' },
        { key: 'machineId', value: 'machineA' },
        { key: 'limits', value: '{"max":5}' },
      ],
      moduleSchemas: [{ name: 'tk_schema_config', contentType: 'application/json', content: SCHEMA }],
      overrides: [{ key: 'a', value: 'b' }],
    });
  });

  it('finds its schema without an environment list, or when the variable is empty', async () => {
    await write('tk_schema_config.json', SCHEMA);
    expect((await readWorkspaceFiles(folder)).moduleSchemas).toHaveLength(1);
    await write('hostapp.env.list', 'TK_SCHEMA_CONFIG_PATH=\n');
    expect((await readWorkspaceFiles(folder)).moduleSchemas).toHaveLength(1);
  });

  it.each(['/config/mine.json', 'C:\\config\\mine.json', './config/mine.json'])(
    'finds a schema that was named for the container as %s',
    async (path) => {
      await write('mine.json', SCHEMA);
      await write('tk_schema_config.json', '{}');
      await write('hostapp.env.list', `TK_SCHEMA_CONFIG_PATH=${path}`);
      expect((await readWorkspaceFiles(folder)).moduleSchemas).toMatchObject([
        { name: 'mine', content: SCHEMA },
      ]);
    },
  );

  it('prefers the path itself to the base name in the workspace', async () => {
    await mkdir(join(folder, 'config'));
    await write('config/mine.json', SCHEMA);
    await write('mine.json', '{}');
    await write('hostapp.env.list', 'TK_SCHEMA_CONFIG_PATH=config/mine.json');
    expect((await readWorkspaceFiles(folder)).moduleSchemas).toMatchObject([{ content: SCHEMA }]);
  });

  it('takes files the user named, wherever they are', async () => {
    await mkdir(join(folder, 'other'));
    await write('other/state.json', '{"a": "1", "b": 2}');
    await write('other/schema.json', SCHEMA);
    await write('other/env', 'TK_SCHEMA_CONFIG_PATH=/nowhere/else.json\nTK_CONFIGURATION_PARAMETERS=k=v');
    const named = {
      stateSeed: 'other/state.json',
      moduleSchema: join(folder, 'other/schema.json'),
      environment: 'other/env',
    };
    expect(await readWorkspaceFiles(folder, named)).toMatchObject({
      stateSeeds: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
      moduleSchemas: [{ name: 'schema' }],
      overrides: [{ key: 'k', value: 'v' }],
    });
  });
});

describe('a file that cannot be used is named:', () => {
  it.each(['stateSeed', 'moduleSchema', 'environment'])('a missing %s the user asked for', async (kind) => {
    expect(await failure(readWorkspaceFiles(folder, { [kind]: 'gone.json' }))).toBe(
      `FILE_UNREADABLE ./gone.json cannot be read: it does not exist. Check the path and permissions.`,
    );
  });

  it('a schema that the environment list names and nobody has', async () => {
    await write('hostapp.env.list', '\nTK_SCHEMA_CONFIG_PATH=/config/gone.json');
    expect(await failure(readWorkspaceFiles(folder))).toBe(
      'FILE_UNREADABLE ./hostapp.env.list:2: TK_SCHEMA_CONFIG_PATH=/config/gone.json names no file: there is no /config/gone.json nor ./gone.json. Correct the path or remove the line.',
    );
  });

  it('a folder in the place of a file', async () => {
    await mkdir(join(folder, 'statestore.json'));
    expect(await failure(readWorkspaceFiles(folder))).toMatch(
      /^FILE_UNREADABLE .\/statestore\.json cannot be read: EISDIR/,
    );
  });

  it.each([
    [
      'statestore.json',
      '[\n{"a": "1"}\n{"b": "2"}\n]',
      'FILE_INVALID ./statestore.json:3: this is not valid JSON',
    ],
    [
      'statestore.json',
      '[{"a": "1"}, "b"]',
      'FILE_INVALID ./statestore.json: entry 2 is no object of keys and values',
    ],
    ['statestore.json', '5', 'FILE_INVALID ./statestore.json is no object of keys and values'],
    ['statestore.json', '[{"": "1"}]', 'FILE_INVALID ./statestore.json: entry 1 has an empty key'],
    ['tk_schema_config.json', '[]', 'FILE_INVALID ./tk_schema_config.json is no JSON Schema'],
    ['tk_schema_config.json', '{"type": }', 'FILE_INVALID ./tk_schema_config.json:1: this is not valid JSON'],
    ['hostapp.env.list', 'oops', 'FILE_INVALID ./hostapp.env.list:1: expected KEY=VALUE'],
    [
      'hostapp.env.list',
      '#\nTK_CONFIGURATION_PARAMETERS=x',
      'FILE_INVALID ./hostapp.env.list:2: TK_CONFIGURATION_PARAMETERS:',
    ],
  ])('%s with %j', async (name, text, message) => {
    await write(name, text);
    expect(await failure(readWorkspaceFiles(folder))).toContain(message);
  });
});

it('keeps text values as they are and writes others as JSON', () => {
  expect(
    parseStateSeeds('{"t": "5", "n": 5, "z": null, "l": [1, "a"]}', 'f').map(({ value }) => value),
  ).toEqual(['5', '5', 'null', '[1,"a"]']);
});
