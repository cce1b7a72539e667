// Keys and scalars on one line that mean the same to everybody, for the short way from a text to our tree. Gives nothing where
// the YAML library must decide.
import type { YamlScalar } from './yamlTree.ts';

/** YAML 1.2, clause 7.4.2: implicit keys have 1,024 characters at most. */
const MAX_KEY_LENGTH = 1000;
const SPACE = 32;

const key =
  /(?:(?<plain>[A-Za-z_$][\w$./-]*)|"(?<double>[^"\\\r\n]*)"|'(?<single>[^'\r\n]*)'):(?=[ \r\n]|$)/y;
const keyWord = /^(?:null|true|false)$/i;
const doubleQuoted = /"[^"\\\r\n]*"/y;
const singleQuoted = /'(?:[^'\r\n]|'')*'(?!')/y;

const word = /^(?:~|null|true|false)$/i;
/** Indicators, and what could be one; also a colon or a tab inside, which may end the text. */
const odd = /^(?:$|[\t,:%|>@`&*!?#[\]{}"']|-(?![\w.]))|:(?: |$)|\t/;
const looksNumeric = /^[-+.]?[\d.]/;
const integer = /^[-+]?[0-9]+$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$|^[-+]?[0-9]+[eE][-+]?[0-9]+$/;

/** The key at `offset` of `text`, when it is a text for sure; `end` is the offset behind its colon. */
export function readPlainKey(text: string, offset: number): { name: string; end: number } | undefined {
  key.lastIndex = offset;
  const { plain, double, single } = key.exec(text)?.groups ?? {};
  const name = plain ?? double ?? single;
  if (name === undefined || name.length > MAX_KEY_LENGTH || name === '<<') return undefined;
  return plain !== undefined && keyWord.test(plain) ? undefined : { name, end: key.lastIndex };
}

/** The text in quotes that begins at `offset` of `text`, without escapes; `end` is the offset behind it. */
export function readQuoted(text: string, offset: number): { value: string; end: number } | undefined {
  const quoted = text[offset] === "'" ? singleQuoted : doubleQuoted;
  quoted.lastIndex = offset;
  if (!quoted.test(text)) return undefined;
  const end = quoted.lastIndex;
  const inner = text.slice(offset + 1, end - 1);
  return { value: quoted === singleQuoted ? inner.replaceAll("''", "'") : inner, end };
}

/** A text without quotes at the start of `rest` of a line; `length` is its own, without a comment and blanks behind it. */
export function readPlainScalar(rest: string): { value: YamlScalar['value']; length: number } | undefined {
  const comment = rest.indexOf(' #');
  let length = comment < 0 ? rest.length : comment;
  while (rest.charCodeAt(length - 1) === SPACE) length -= 1;
  const value = readSource(rest.slice(0, length));
  return value === undefined ? undefined : { value, length };
}

/** YAML 1.2, clause 10.3.2, the core schema. */
function readSource(source: string): YamlScalar['value'] | undefined {
  if (odd.test(source)) return undefined;
  if (word.test(source)) {
    if (/^(?:~|null|Null|NULL)$/.test(source)) return null;
    if (/^(?:true|True|TRUE)$/.test(source)) return true;
    return /^(?:false|False|FALSE)$/.test(source) ? false : source;
  }
  if (!looksNumeric.test(source)) return /^[-+]/.test(source) ? undefined : source;
  if (integer.test(source)) return parseInt(source, 10);
  if (float.test(source)) return parseFloat(source);
  return /^0[ox]/.test(source) || /^[-+.]/.test(source) ? undefined : source;
}
