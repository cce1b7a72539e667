// Makes Rust's mangled symbol names readable for stack traces: the path without hashes and type parameters. Knows nothing
// else; names of other languages pass unchanged. Sources: Rust RFC 2603 (v0 names), the Itanium form of legacy names.

/** `_RNvNtCs5fKW_6faulty9misbehave4hang` becomes `faulty::misbehave::hang`. */
export function demangleSymbol(symbol: string): string {
  if (symbol.startsWith('_ZN')) return readLegacyPath(symbol.slice(3)) ?? symbol;
  if (symbol.startsWith('_R')) return readPath(symbol.slice(2)) ?? symbol;
  return symbol;
}

/** Length-prefixed identifiers one after another, the last one a hash. Undefined when there are none. */
function readLegacyPath(mangled: string): string | undefined {
  const parts: string[] = [];
  let rest = mangled;
  for (let size = /^[1-9][0-9]*/.exec(rest)?.[0]; size !== undefined; size = /^[1-9][0-9]*/.exec(rest)?.[0]) {
    const name = rest.slice(size.length, size.length + Number(size));
    if (name.length < Number(size)) break;
    if (!/^h[0-9a-f]{16}$/.test(name)) parts.push(readEscapes(name));
    rest = rest.slice(size.length + Number(size));
  }
  return parts.length > 0 ? parts.join('::') : undefined;
}

const escapes: Readonly<Record<string, string>> = {
  $LT$: '<',
  $GT$: '>',
  $RF$: '&',
  $BP$: '*',
  $LP$: '(',
  $RP$: ')',
  $C$: ',',
  $u20$: ' ',
};

function readEscapes(name: string): string {
  const text = name.replace(/^_(?=\$)/, '').replaceAll('..', '::');
  return text.replace(/\$[A-Za-z0-9]+\$/g, (escape) => escapes[escape] ?? escape);
}

/** The identifiers of a v0 name. Undefined when there are none. */
function readPath(mangled: string): string | undefined {
  const parts: string[] = [];
  let rest = mangled;
  while (rest.length > 0) {
    // A crate's disambiguator, "s" + base 62 + "_", may hold digits that are no lengths.
    const disambiguator = /^s[0-9A-Za-z]*_/.exec(rest);
    const identifier = /^([1-9][0-9]*)_?/.exec(rest);
    if (disambiguator) rest = rest.slice(disambiguator[0].length);
    else if (identifier) {
      const length = Number(identifier[1]);
      const name = rest.slice(identifier[0].length, identifier[0].length + length);
      if (name.length < length) break;
      parts.push(name);
      rest = rest.slice(identifier[0].length + length);
    } else rest = rest.slice(1);
  }
  return parts.length > 0 ? parts.join('::') : undefined;
}
