// What the files of one operator project tell together: where its operators are written and which parameters they read.
// Knows nothing about graphs and builds.
import { LineIndex } from '../../graph/lineIndex.ts';
import type { ModuleOperationType } from '../../graph/model.ts';
import type { FilePlace, KnownParameter, OperatorSource } from '../../language/workspaceFacts.ts';
import type { FileEntry } from './fileEntry.ts';
import { readParameters } from './source/readParameters.ts';
import type { SourceFile } from './source/sourceFile.ts';
import type { SourceLanguage } from './source/tokens.ts';
import { type OperatorFolder, partsBelow } from './workspacePaths.ts';

/** What is known of an operator project. */
export interface OperatorProject {
  readonly version?: string;
  readonly source?: OperatorSource;
  readonly parameters: readonly KnownParameter[];
}

/** One source file of the project. */
interface OwnFile {
  /** Relative to the project, with `/`. */
  readonly name: string;
  readonly uri: string;
  readonly source: SourceFile;
}

/** `entries` are those of `folder`, in any order. */
export function readOperator(folder: OperatorFolder, entries: readonly FileEntry[]): OperatorProject {
  const manifests = entries.flatMap((entry) => (entry.kind === 'manifest' ? [entry] : []));
  const cargo = manifests.find(({ path }) => path.endsWith('.toml'))?.manifest;
  const npm = manifests.find(({ path }) => path.endsWith('.json'))?.manifest;
  const version = cargo?.version ?? npm?.version;
  const files = entries
    .flatMap(({ path, ...entry }) =>
      entry.kind === 'source' && entry.source
        ? [{ name: partsBelow(folder.path, path)?.join('/') ?? '', uri: entry.uri, source: entry.source }]
        : [],
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const stem = folder.name.replaceAll('-', '_');
  const language = chooseLanguage(files, { rust: cargo !== undefined, javascript: npm !== undefined });
  const names: Readonly<Record<SourceLanguage, readonly (string | undefined)[]>> = {
    rust: [cargo?.main, 'src/lib.rs'],
    python: [`${stem}.py`, `${folder.name}.py`],
    javascript: [npm?.main, `${folder.name}.js`, `${stem}.js`, 'index.js', 'src/index.js'],
  };
  const own = files.filter(({ source }) => source.language === language);
  const main =
    names[language].flatMap((name) => own.find((file) => file.name === name) ?? []).at(0) ??
    own.find(({ source }) => source.operators.length > 0) ??
    (manifests.length > 0 ? own[0] : undefined);
  const base = { ...(version !== undefined && { version }) };
  if (!main) return { ...base, parameters: [] };
  const ordered = [main, ...own.filter((file) => file !== main)];
  return {
    ...base,
    source: describeSource(language, main, ordered),
    parameters: describeParameters(ordered),
  };
}

function chooseLanguage(
  files: readonly OwnFile[],
  has: { readonly rust: boolean; readonly javascript: boolean },
): SourceLanguage {
  if (has.rust) return 'rust';
  const withOperators = files.find(({ source }) => source.operators.length > 0);
  return (
    withOperators?.source.language ?? (has.javascript ? 'javascript' : (files[0]?.source.language ?? 'rust'))
  );
}

function describeSource(language: SourceLanguage, main: OwnFile, files: readonly OwnFile[]): OperatorSource {
  const operators: Partial<Record<ModuleOperationType, FilePlace>> = {};
  for (const file of files)
    for (const { type, start, end } of file.source.operators) operators[type] ??= placeIn(file, start, end);
  return { language, main: placeIn(main, 0, 0), operators };
}

function describeParameters(files: readonly OwnFile[]): KnownParameter[] {
  return readParameters(files.map(({ source }) => source)).flatMap(
    ({ name, operators, file, start, end }) => {
      const owner = files.find(({ source }) => source === file);
      const [operator] = operators;
      return owner
        ? [
            {
              name,
              place: placeIn(owner, start, end),
              ...(operators.length === 1 && operator && { operator }),
            },
          ]
        : [];
    },
  );
}

function placeIn({ uri, source }: OwnFile, start: number, end: number): FilePlace {
  return { uri, range: new LineIndex(source.text).rangeAt(start, end) };
}
