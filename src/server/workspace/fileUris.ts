// Paths to `file:` URIs and back, spelled as VS Code spells them, so that URIs of both sides can be compared as texts.
// Knows no file.
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The URI of an absolute path: `file:///home/me/a%20b.yaml`, `file:///c%3A/Users/me/a.yaml`, `file://server/share/a.yaml`. */
export function uriOf(path: string): string {
  const url = pathToFileURL(path);
  return spellUri(url.host, url.pathname);
}

/** `uri` as {@link uriOf} would spell it; URIs of other schemes stay as they are. */
export function normalizeUri(uri: string): string {
  try {
    const url = new URL(uri);
    return url.protocol === 'file:' ? spellUri(url.host, url.pathname) : uri;
  } catch {
    return uri; // No URI at all: nothing to spell.
  }
}

/** The absolute path of a `file:` URI; undefined for anything else. Drive letters are lower case, as in `uriOf`. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri).replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  } catch {
    return undefined; // No path on this machine.
  }
}

function spellUri(host: string, pathname: string): string {
  const path = decode(pathname).replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  return `file://${host}${path.split('/').map(encodeSegment).join('/')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone percent sign.
  }
}

// Everything but letters, digits and -._~ is written with percent signs.
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
