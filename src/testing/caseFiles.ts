// The port through which test cases read files, and what goes wrong in reading them told as problems at the place that
// names the file. Knows nothing about what is in the files.
import { describeError, isSystemError } from '../base/errors.ts';
import type { Range } from '../base/position.ts';
import { LineIndex } from '../graph/lineIndex.ts';
import { decodeUtf8 } from './base64.ts';
import { makeCaseProblem, type CaseProblem } from './caseProblem.ts';
import type { JsonNode } from './jsonNode.ts';
import { parseJson } from './losslessJson.ts';

/** Where test cases read from. Both reject when that fails, with code ENOENT, ENOTDIR or FileNotFound when nothing is there. */
export interface CaseFiles {
  readFile(path: string): Promise<Uint8Array>;
  /** The names of the files in a folder, in any order; folders in it are left out. */
  listFolder(path: string): Promise<readonly string[]>;
}

/** The place that names a file. */
export interface NamingPlace {
  readonly file: string;
  readonly range: Range;
}

/** A JSON file that was read; `rangeOf` tells where one of its values stands. */
export interface JsonFile {
  readonly file: string;
  readonly root: JsonNode;
  readonly rangeOf: (node: JsonNode) => Range;
}

/** Whether `error` of a {@link CaseFiles} means that there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error, 'ENOENT', 'ENOTDIR', 'FileNotFound');
}

/** The problem that `path`, named at `place`, cannot be read. `what` begins the message: "The graph". */
export function describeUnreadable(
  error: unknown,
  what: string,
  path: string,
  place: NamingPlace,
): CaseProblem {
  if (isMissing(error)) return describeMissing(what, path, place);
  const message = `${what} ${path} cannot be read: ${describeError(error)}.`;
  return makeCaseProblem('TEST_FILE_UNREADABLE', place.file, place.range, message);
}

/** The problem that nothing is at `path`; see {@link describeUnreadable}. */
export function describeMissing(what: string, path: string, place: NamingPlace): CaseProblem {
  const message = `${what} ${path} does not exist. Correct the path; it is relative to this file.`;
  return makeCaseProblem('TEST_FILE_MISSING', place.file, place.range, message);
}

/** The file's bytes, or the problem at `place`. */
export async function readBytes(
  files: CaseFiles,
  what: string,
  path: string,
  place: NamingPlace,
): Promise<{ bytes: Uint8Array } | { problem: CaseProblem }> {
  try {
    return { bytes: await files.readFile(path) };
  } catch (error) {
    return { problem: describeUnreadable(error, what, path, place) };
  }
}

/** The JSON in `bytes` of the file `file`, or the problem in it. */
export function readJson(file: string, bytes: Uint8Array): { json: JsonFile } | { problem: CaseProblem } {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    const start = { line: 0, character: 0 };
    const message = 'This file is not UTF-8 text. Save it with the encoding UTF-8.';
    return { problem: makeCaseProblem('TEST_FILE_ENCODING', file, { start, end: start }, message) };
  }
  const lines = new LineIndex(text);
  const result = parseJson(text);
  if ('fault' in result) {
    const { offset, found } = result.fault;
    const message = `This is not valid JSON: ${found}. Look for a missing or extra comma, quote or bracket there.`;
    const range = lines.rangeAt(offset, offset + 1);
    return { problem: makeCaseProblem('TEST_JSON_SYNTAX', file, range, message) };
  }
  const { root, places } = result.parsed;
  return {
    json: {
      file,
      root,
      rangeOf: (node) => {
        const place = places.get(node);
        return lines.rangeAt(place?.start ?? 0, place?.end ?? 0);
      },
    },
  };
}
