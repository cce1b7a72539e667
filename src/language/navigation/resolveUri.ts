// Paths that are written in files, as URIs. Reads nothing and knows no machine: both separators are understood.

/**
 * The URI of `path` as it is meant in the file `baseUri`; what follows the last slash there does not count, so a folder
 * ends with one. Undefined for an empty path. A path from the root of a disk keeps the scheme and host of `baseUri`.
 */
export function resolveUri(baseUri: string, path: string): string | undefined {
  const parts = /^(?<origin>[a-z][a-z0-9+.-]*:\/\/[^/?#]*)(?<folder>[^?#]*)/i.exec(baseUri)?.groups;
  if (!parts || path === '') return undefined;
  const { origin = '', folder = '' } = parts;
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
  const written = path.split(/[\\/]/).map((part) => encodePart(part));
  const segments = isAbsolute ? written : [...folder.split('/').slice(0, -1), ...written];
  const result: string[] = [];
  for (const segment of segments) {
    if (segment === '..') result.pop();
    else if (segment !== '' && segment !== '.') result.push(segment);
  }
  return `${origin}/${result.join('/')}`;
}

function encodePart(part: string): string {
  // Half a surrogate pair cannot be encoded.
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\uFFFD'));
}
