// The generated files: fresh, and free of anything a strict content security policy forbids.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);

describe('src/graph/generated', () => {
  it('is what scripts/generateTypes.mjs makes of the schemas', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/generateTypes.mjs', '--check'], { cwd: root, stdio: 'pipe' }),
    ).not.toThrow();
  }, 60_000);

  it('evaluates no code and imports nothing', () => {
    const code = readFileSync(new URL('src/graph/generated/validators.generated.ts', root), 'utf8');
    expect(code).not.toMatch(/\beval\(|new Function|\brequire\(|\bimport\b/);
  });
});

describe('schemas', () => {
  const names = readdirSync(new URL('schemas/', root)).filter((name) => name.endsWith('.json'));

  it.each(names)('%s describes every property for people who hover over it', (name) => {
    const missing: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        const here = `${path}/${key}`;
        if (key === 'properties' && !path.includes('/if')) {
          for (const [property, schema] of Object.entries(item as Record<string, Record<string, unknown>>)) {
            if (!('description' in schema) && !('$ref' in schema)) missing.push(`${here}/${property}`);
          }
        }
        walk(item, here);
      }
    };
    walk(JSON.parse(readFileSync(new URL(`schemas/${name}`, root), 'utf8')), '');
    expect(missing).toEqual([]);
  });

  it('are all in schemas/README.md', () => {
    const page = readFileSync(new URL('schemas/README.md', root), 'utf8');
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
