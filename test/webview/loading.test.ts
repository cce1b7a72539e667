// What the visual editor loads before it shows anything: the canvas, and not the toolkit, which only its fields need.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';

const viewFolder = inject('viewFolder');

/** Files below the folder of the views. */
function withToolkit(files: readonly string[]): string[] {
  const isToolkit = /vscode-text-field|baseName:"text-field"/;
  return files.filter((file) => isToolkit.test(readFileSync(join(viewFolder, file), 'utf8')));
}

it('imports no control of the toolkit at its start', () => {
  const imports = JSON.parse(readFileSync(join(viewFolder, 'graph.imports.json'), 'utf8')) as string[];
  expect(imports.length).toBeGreaterThan(0);
  expect(withToolkit(['graph.js', ...imports])).toEqual([]);
});

it('has the toolkit in a part of its own', () => {
  const parts = readdirSync(join(viewFolder, 'parts')).filter((name) => name.endsWith('.js'));
  expect(withToolkit(parts.map((name) => join('parts', name)))).not.toEqual([]);
});
