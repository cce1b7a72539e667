// The few facts of an operator's manifest that are of use to graphs. Takes any text; reads no more of TOML than tables and
// texts, which is all that is needed. Knows no files.

export interface Manifest {
  readonly version?: string;
  /** The main source file, relative to the manifest, with `/`. */
  readonly main?: string;
}

/** Reads `Cargo.toml`, or `package.json` by its name. What is not there, or in another form, is left out. */
export function readManifest(fileName: string, text: string): Manifest {
  return fileName === 'package.json' ? readPackage(text) : readCargo(text);
}

function readCargo(text: string): Manifest {
  let table = '';
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[\s*(?<name>[\w.-]+)\s*\]/.exec(line)?.groups?.['name'];
    if (head !== undefined) table = head;
    const groups = /^\s*(?<key>[\w-]+)\s*=\s*(?<quote>["'])(?<value>.*?)\k<quote>/.exec(line)?.groups;
    if (groups) values.set(`${table}.${groups['key'] ?? ''}`, groups['value'] ?? '');
  }
  const version = values.get('package.version');
  const main = values.get('lib.path');
  return { ...(version !== undefined && { version }), main: main ?? 'src/lib.rs' };
}

function readPackage(text: string): Manifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {}; // Half typed: nothing is known until it is JSON again.
  }
  const { version, main } = (parsed ?? {}) as { version?: unknown; main?: unknown };
  return {
    ...(typeof version === 'string' && { version }),
    ...(typeof main === 'string' && { main: main.replace(/^\.\//, '') }),
  };
}
