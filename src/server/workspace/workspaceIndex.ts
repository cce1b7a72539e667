// Keeps what is known of the workspace's modules and graphs up to date: reads everything once, then what changed. Files
// are read in the background, one pass at a time; the facts are always at hand. Knows no editor.
import { join, sep } from 'node:path';
import type { Disposable } from '../../base/disposable.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { noFacts, type WorkspaceFacts } from '../../language/workspaceFacts.ts';
import { deriveFacts, type KnownProject } from './deriveFacts.ts';
import type { FileAccess, FileStamp } from './fileAccess.ts';
import { type FileEntry, readEntry } from './fileEntry.ts';
import { normalizeUri, pathOf } from './fileUris.ts';
import { type GraphFacts, readGraphFacts } from './readGraphFacts.ts';
import { readOperator } from './readOperator.ts';
import { type WalkBudget, walkFolder } from './walkFolders.ts';
import {
  type FileRole,
  type OperatorFolder,
  partsBelow,
  roleInCache,
  roleInWorkspace,
} from './workspacePaths.ts';

export interface WorkspaceIndexOptions {
  /** Absolute paths. */
  readonly folders: readonly string[];
  /** Holds `<path>/<name>/<tag>.wasm`, as runs use it; empty for none. */
  readonly cacheFolder: string;
  readonly files: FileAccess;
  /** Called after the facts have become others: at once by `setOpenText`, in a later turn for all else. */
  readonly onChanged: () => void;
  /** How many folders and files to look at, the cache included. */
  readonly limits?: IndexLimits;
}

export interface IndexLimits {
  readonly folders: number;
  /** Files that mean something: YAML, operator source, manifests, modules. */
  readonly files: number;
}

interface OpenGraph {
  readonly file: GraphFile;
  readonly facts: GraphFacts | undefined;
  /** See {@link contentOf}. */
  readonly content: string;
}

const defaultLimits: IndexLimits = { folders: 10_000, files: 10_000 };
const filesAtOnce = 8;
/** With more changes than this at once everything is looked at again, which is less work. */
const maxSingleChanges = 200;

export class WorkspaceIndex implements Disposable {
  readonly #options: WorkspaceIndexOptions;
  readonly #limits: IndexLimits;
  /** By path. */
  #entries = new Map<string, FileEntry>();
  /** What open editors hold, by URI; without facts where the text is no graph definition. */
  readonly #open = new Map<string, OpenGraph>();
  /** By the path of the operator's folder. */
  #projects = new Map<string, KnownProject>();
  #facts: WorkspaceFacts | undefined = noFacts;
  #pending = new Set<string>();
  #isScanWanted = false;
  #work: Promise<void> | undefined;
  #isDisposed = false;
  #isTruncated = false;

  constructor(options: WorkspaceIndexOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultLimits;
  }

  /** What is known now; the same object until something changes. */
  facts(): WorkspaceFacts {
    this.#facts ??= this.#derive();
    return this.#facts;
  }

  /** Whether the workspace holds more than the limits allow. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  /** Looks at everything again; files that seem unchanged are not read. Never rejects for what is in files. */
  refresh(): Promise<void> {
    this.#isScanWanted = true;
    return this.settled();
  }

  /** A file or folder was created or changed. Changes of one moment are looked at together. */
  fileChanged(uri: string): void {
    const path = pathOf(uri);
    if (path === undefined) return;
    this.#pending.add(path);
    void this.settled();
  }

  /** A file or folder is gone. */
  fileDeleted(uri: string): void {
    this.fileChanged(uri);
  }

  /** Resolves when nothing is left to be looked at. */
  settled(): Promise<void> {
    this.#work ??= this.#run();
    return this.#work;
  }

  /** The text in an editor, which counts instead of the file on disk; undefined when the editor was closed. */
  setOpenText(uri: string, file: GraphFile | undefined): void {
    const key = normalizeUri(uri);
    const known = this.#open.get(key);
    if (known?.file === file) return;
    const before = known?.content ?? contentOf(this.#onDisk(key));
    const facts = file ? readGraphFacts(key, file) : this.#onDisk(key);
    const content = contentOf(file ? this.#asSaved(key, facts) : facts);
    if (file) this.#open.set(key, { file, facts, content });
    else this.#open.delete(key);
    if (facts || before !== content) this.#facts = undefined;
    if (before !== content) this.#options.onChanged();
  }

  /** Stops looking; the facts stay as they are. */
  dispose(): void {
    this.#isDisposed = true;
  }

  async #run(): Promise<void> {
    await nextTurn();
    while (!this.#isDisposed && (this.#isScanWanted || this.#pending.size > 0)) {
      const paths = [...this.#pending];
      const isScan = this.#isScanWanted || paths.length > maxSingleChanges;
      this.#pending = new Set();
      this.#isScanWanted = false;
      const hasChanged = isScan ? await this.#scan() : await this.#lookAt(paths);
      if (!hasChanged) continue;
      await this.#readProjects();
      this.#facts = undefined;
      this.#options.onChanged();
    }
    // Without a turn in between: what comes from now on starts anew.
    this.#work = undefined;
  }

  async #scan(): Promise<boolean> {
    const { cacheFolder, folders } = this.#options;
    const budget: WalkBudget = { ...this.#limits };
    const paths: string[] = [];
    for (const folder of new Set([...folders, cacheFolder]))
      if (folder !== '') paths.push(...(await this.#walk(folder, budget)));
    const seen = new Set(paths);
    const hasChanged = await this.#readAll([...seen]);
    if (this.#isDisposed) return false;
    this.#isTruncated = budget.folders < 0 || budget.files < 0;
    const gone = [...this.#entries.keys()].filter((path) => !seen.has(path));
    for (const path of gone) this.#entries.delete(path);
    return hasChanged || gone.length > 0;
  }

  async #lookAt(paths: readonly string[]): Promise<boolean> {
    let hasChanged = false;
    for (const path of paths) {
      // Asked with files that would mean something there: most events are about places that are passed over.
      const isOurs = [path, join(path, 'graph.yaml'), join(path, 'module.wasm')].some((each) =>
        this.#roleOf(each),
      );
      const stamp = isOurs ? await this.#options.files.stat(path) : undefined;
      const kept = new Set(stamp?.kind === 'folder' ? await this.#walkBelow(path) : stamp ? [path] : []);
      if (isOurs && stamp?.kind !== 'file')
        for (const known of [...this.#entries.keys()])
          if ((known === path || known.startsWith(path + sep)) && !kept.has(known))
            hasChanged = this.#entries.delete(known) || hasChanged;
      hasChanged = (await this.#readAll([...kept])) || hasChanged;
    }
    return hasChanged && !this.#isDisposed;
  }

  /** The wanted files below a folder that came or changed. */
  async #walkBelow(folder: string): Promise<string[]> {
    const budget = { folders: this.#limits.folders, files: this.#limits.files - this.#entries.size };
    const paths = await this.#walk(folder, budget);
    if (budget.folders < 0 || budget.files < 0) this.#isTruncated = true;
    return paths;
  }

  #walk(folder: string, budget: WalkBudget): Promise<string[]> {
    return walkFolder(folder, {
      files: this.#options.files,
      budget,
      wants: (path) => this.#roleOf(path) !== undefined,
      isCancelled: () => this.#isDisposed,
    });
  }

  /** Reads those of `paths` that have changed; tells whether any has. */
  async #readAll(paths: readonly string[]): Promise<boolean> {
    let hasChanged = false;
    let next = 0;
    const work = async (): Promise<void> => {
      for (let path = paths[next++]; path !== undefined && !this.#isDisposed; path = paths[next++])
        if (await this.#readOne(path)) hasChanged = true;
    };
    await Promise.all(Array.from({ length: filesAtOnce }, work));
    return hasChanged;
  }

  async #readOne(path: string): Promise<boolean> {
    const role = this.#roleOf(path);
    if (!role) return false;
    const stamp = await this.#options.files.stat(path);
    if (stamp?.kind !== 'file') return this.#entries.delete(path);
    const known = this.#entries.get(path);
    if (known && isSame(known.stamp, stamp)) return false;
    if (!known && this.#entries.size >= this.#limits.files) {
      this.#isTruncated = true;
      return false;
    }
    const { files } = this.#options;
    const entry = await readEntry(path, role, stamp, { files, label: this.#labelOf(path) });
    if (this.#isDisposed) return false;
    this.#entries.set(path, entry);
    return true;
  }

  /** The innermost workspace folder counts. */
  #rootOf(path: string): string | undefined {
    const roots = this.#options.folders.filter((folder) => partsBelow(folder, path) !== undefined);
    return roots.sort((a, b) => b.length - a.length)[0];
  }

  #roleOf(path: string): FileRole | undefined {
    const { cacheFolder } = this.#options;
    const root = this.#rootOf(path);
    const role = root === undefined ? undefined : roleInWorkspace(root, path);
    return role ?? (cacheFolder === '' ? undefined : roleInCache(cacheFolder, path));
  }

  #labelOf(path: string): string {
    const root = this.#rootOf(path);
    return (root === undefined ? undefined : partsBelow(root, path)?.join('/')) ?? path;
  }

  /** Operators whose files have changed are read anew, with pauses: their source is followed from file to file. */
  async #readProjects(): Promise<void> {
    const groups = new Map<string, { folder: OperatorFolder; entries: FileEntry[] }>();
    for (const entry of this.#entries.values()) {
      if (!('operator' in entry)) continue;
      const group = groups.get(entry.operator.path) ?? { folder: entry.operator, entries: [] };
      group.entries.push(entry);
      groups.set(entry.operator.path, group);
    }
    const projects = new Map<string, KnownProject>();
    for (const [path, { folder, entries }] of groups) {
      const known = this.#projects.get(path);
      if (known && isSameList(known.entries, entries)) projects.set(path, known);
      else {
        projects.set(path, { folder, project: readOperator(folder, entries), entries });
        await nextTurn();
      }
    }
    this.#projects = projects;
  }

  #onDisk(uri: string): GraphFacts | undefined {
    const path = pathOf(uri);
    const entry = path === undefined ? undefined : this.#entries.get(path);
    return entry?.kind === 'yaml' ? entry.facts : undefined;
  }

  /**
   * What an open text tells others. Of its references to modules only those that are saved: one that is half typed is none,
   * and nothing but saving tells when it is whole.
   */
  #asSaved(uri: string, facts: GraphFacts | undefined): GraphFacts | undefined {
    const saved = new Set(this.#onDisk(uri)?.uses.map(({ reference }) => reference.text));
    return facts && { ...facts, uses: facts.uses.filter(({ reference }) => saved.has(reference.text)) };
  }

  #derive(): WorkspaceFacts {
    const entries = [...this.#entries.values()];
    const saved = entries.flatMap((entry) =>
      entry.kind === 'yaml' && entry.facts && !this.#open.has(entry.uri) ? [entry.facts] : [],
    );
    const open = [...this.#open].flatMap(([uri, { facts }]) => this.#asSaved(uri, facts) ?? []);
    const cached = entries.flatMap((entry) => (entry.kind === 'cached' ? [entry] : []));
    const schemas = entries.flatMap((entry) =>
      entry.kind === 'schema' ? [{ reference: entry.reference, uri: entry.uri, ...entry.outline }] : [],
    );
    const misnamed = entries.flatMap((entry) =>
      entry.kind === 'misnamed-schema' ? [{ uri: entry.uri, namespace: entry.namespace }] : [],
    );
    return deriveFacts([...this.#projects.values()], cached, [...saved, ...open], schemas, misnamed);
  }
}

function isSame(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}

function isSameList(a: readonly FileEntry[], b: readonly FileEntry[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}

/** All but places, which move with every line that is typed above. */
function contentOf(facts: GraphFacts | undefined): string {
  return JSON.stringify(facts ?? null, (key, value: unknown) => (key === 'place' ? undefined : value));
}

/** Lets everything that waits go first: events of one moment, and answers to the editor. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
