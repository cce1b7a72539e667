// Paths as URIs and back, spelled as the editor spells them.
import { describe, expect, it } from 'vitest';
import { normalizeUri, pathOf, uriOf } from '../../../../src/server/workspace/fileUris.ts';

describe('uriOf', () => {
  it.each([
    ['/home/me/a.yaml', 'file:///home/me/a.yaml'],
    ['/a b/ä#?%41+(1)@.yaml', 'file:///a%20b/%C3%A4%23%3F%2541%2B%281%29%40.yaml'],
  ])('spells %s', (path, uri) => {
    expect(uriOf(path)).toBe(uri);
    expect(pathOf(uri)).toBe(path);
  });
});

describe('normalizeUri', () => {
  it.each([
    ['file:///C:/Users/me/a.yaml', 'file:///c%3A/Users/me/a.yaml'],
    ['file:///c%3A/Users/me/a.yaml', 'file:///c%3A/Users/me/a.yaml'],
    ['file://server/share/a.yaml', 'file://server/share/a.yaml'],
    ['file:///a+b/(c)', 'file:///a%2Bb/%28c%29'],
    ['file:///100%', 'file:///100%25'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['no uri', 'no uri'],
  ])('spells %s', (uri, expected) => expect(normalizeUri(uri)).toBe(expected));
});

it.each(['untitled:Untitled-1', 'no uri', 'file:///a%2Fb', 'file:///%'])('has no path for %s', (uri) =>
  expect(pathOf(uri)).toBeUndefined(),
);
