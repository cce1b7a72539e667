// Pictures: the sample as it was looked at, and that they stand alone and are well-formed whatever the names.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationTypes } from '../../../../src/graph/model.ts';
import { drawSvg, type PictureGraph } from '../../../../webview/graph/pictures/drawSvg.ts';
import { fittingScale } from '../../../../webview/graph/pictures/toPng.ts';
import { pictureColors } from '../../../../webview/graph/pictures/pictureColors.ts';
import { pictureOf, sampleGraph } from './sampleGraph.ts';

const named = (name: string): PictureGraph => ({
  metadata: { name, description: name },
  operations: [
    { name, type: 'branch', module: name },
    { name: 'b', type: 'sink' },
  ],
  connections: [{ from: name, arm: 'True', to: 'b' }],
});

/** Signs of every syntax most of all, and halves of characters. */
const anyName = fc
  .array(fc.oneof(fc.nat(127), fc.nat(0x10ffff)), { maxLength: 30 })
  .map((codes) => String.fromCodePoint(...codes));

/** Tags must close in order, and nothing that is not a tag or an entity may look like one. */
function findFault(svg: string): string | undefined {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [\w-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)(\/?)>/gi,
    (...found) => {
      const [, end, name, , alone] = found as string[];
      if (end) {
        if (open.pop() !== name) open.push('fault', name!);
      } else if (!alone) open.push(name!);
      return '';
    },
  );
  if (open.length > 0) return open.join(' ');
  return /<|&(?!(?:amp|lt|gt|quot);)/.exec(rest)?.[0];
}

describe('drawSvg', () => {
  it('draws the complex sample as it was looked at', async () => {
    const svg = drawSvg(pictureOf(sampleGraph()));
    await expect(svg).toMatchFileSnapshot('../../../golden/pictures/graphComplex.svg');
  });

  it('is well-formed whatever the names are', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const svg = drawSvg(pictureOf(named(name)));
        expect(findFault(svg)).toBeUndefined();
        // Of what XML cannot hold.
        expect(svg).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
        // No half of a character, which UTF-8 cannot hold either.
        expect(new TextDecoder().decode(new TextEncoder().encode(svg))).toBe(svg);
      }),
    );
  });

  it.each(['</title><script>alert(1)</script>', '" onload="alert(1)', '&lt;', "it's", '__proto__', ']]>'])(
    'keeps %s a name',
    (name) => {
      const svg = drawSvg(pictureOf(named(name)));
      expect(findFault(svg)).toBeUndefined();
      expect(svg).not.toContain('<script');
      expect(svg).not.toContain('" onload');
      const escaped = name
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/"/g, '&quot;');
      expect(svg).toContain(`<title id="title">${escaped}</title>`);
    },
  );

  it('stands alone: nothing foreign, no style sheet, no address but those of its own parts', () => {
    const svg = drawSvg(pictureOf(sampleGraph()));
    expect(svg).not.toMatch(/foreignObject|<style|<image|href|var\(|@import/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/url\((?!#)|https?:/);
  });

  it('draws another icon for each type', () => {
    const icons = operationTypes.map((type) => {
      const graph = { metadata: { name: '' }, operations: [{ name: 'a', type }], connections: [] };
      return /<path d="([^"]+)"\/><\/g>/.exec(drawSvg(pictureOf(graph)))?.[1];
    });
    expect(new Set(icons).size).toBe(operationTypes.length);
    expect(icons).not.toContain(undefined);
  });

  it('leaves out what has no place, and connections to it', () => {
    const picture = pictureOf(named('a'));
    const { a, ...positions } = picture.positions;
    expect(a).toBeDefined();
    const svg = drawSvg({ ...picture, positions });
    expect(svg.match(/marker-end/g)).toBeNull();
    expect(svg.match(/rx="6"/g)).toHaveLength(1);
  });

  it('draws a graph without operations', () => {
    const svg = drawSvg(pictureOf({ metadata: { name: '' }, operations: [], connections: [] }));
    expect(svg).toContain('viewBox="0 0 48 48"');
    expect(findFault(svg)).toBeUndefined();
  });
});

describe('pictureColors', () => {
  it('takes the colours of the theme, the first of several that it has', () => {
    const theme: Readonly<Record<string, string>> = {
      '--vscode-editor-background': ' #1e1e1e ',
      '--vscode-foreground': '#cccccc',
    };
    const colors = pictureColors((name) => theme[name] ?? '');
    expect(colors.background).toBe('#1e1e1e');
    expect(colors.text).toBe('#cccccc');
    expect(colors.accents.map).toBe('#1a85ff');
  });
});

describe('fittingScale', () => {
  it('is what is wanted until browsers draw no more', () => {
    expect(fittingScale(1000, 500, 2)).toBe(2);
    expect(fittingScale(16_000, 500, 2)).toBe(1);
    expect(fittingScale(12_000, 40_000, 2)).toBeCloseTo(0.4);
    expect(fittingScale(16_000, 16_000, 2)).toBeLessThan(1);
  });
});
