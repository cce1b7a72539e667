// Where people put nodes, file by file, kept outside the files (decision 9). Names that are gone keep their place, so that
// undoing brings a node back to where it was. Knows no vscode.
import { Emitter, type Event } from '../../base/emitter.ts';
import type { CanvasPoint, CanvasPositions, CanvasShape } from '../../protocol/canvas.ts';

/** Something that keeps values by key, such as VS Code's state of a workspace. */
export interface PositionMemory {
  get(key: string): unknown;
  /** Undefined forgets. */
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Beyond these, what was moved longest ago is forgotten. */
export const MAX_FILES = 500;
export const MAX_NODES = 5000;

const listKey = 'nodePositions';
const keyOf = (file: string): string => `${listKey}/${file}`;

/** New nodes lie beside each other, so that none hides another. */
const STEP: CanvasPoint = { x: 240, y: 32 };

/** `by` is whoever made the change, so that it need not be told. */
export interface PositionChange {
  readonly file: string;
  readonly by: unknown;
}

/** `file` is anything that names a file in its workspace; folders end where a "/" follows. */
export class NodePositions {
  readonly #memory: PositionMemory;
  readonly #changed: Emitter<PositionChange> = new Emitter<PositionChange>();

  constructor(memory: PositionMemory) {
    this.#memory = memory;
  }

  get onChanged(): Event<PositionChange> {
    return this.#changed.event;
  }

  /** What is known of `file`; what was damaged in keeping is left out. */
  of(file: string): CanvasPositions {
    return readPositions(this.#memory.get(keyOf(file)));
  }

  put(file: string, positions: CanvasPositions, by?: unknown): void {
    const names = Object.keys(positions);
    if (names.length === 0) return;
    const others = Object.entries(this.of(file)).filter(([name]) => !Object.hasOwn(positions, name));
    this.#write(file, Object.fromEntries([...others, ...Object.entries(positions)].slice(-MAX_NODES)), by);
  }

  /** Forgets nodes of `file`, all without `names`. */
  forget(file: string, names?: readonly string[], by?: unknown): void {
    const gone = names && new Set(names);
    const known = Object.entries(this.of(file));
    const rest = known.filter(([name]) => gone && !gone.has(name));
    if (rest.length < known.length) this.#write(file, Object.fromEntries(rest), by);
  }

  /**
   * Prepares for nodes that an edit is about to create: they lie at `at`, as `placeNew` says. Without `at` they are laid out
   * by themselves, wherever earlier ones of their names were.
   */
  expect(file: string, created: readonly string[], at?: CanvasPoint, shape?: CanvasShape): void {
    if (at) this.put(file, placeNew(created, at, shape));
    else this.forget(file, created);
  }

  /** The node keeps its place under its new name, and under the old one in case the renaming is undone. */
  rename(file: string, from: string, to: string): void {
    const position = this.of(file)[from];
    if (position) this.put(file, { [to]: position });
    else this.forget(file, [to]);
  }

  /** Follows a file, or all files of a folder, to a new name. */
  moveFile(from: string, to: string): void {
    for (const file of this.#files().filter((each) => each === from || each.startsWith(`${from}/`))) {
      const positions = this.of(file);
      this.#write(to + file.slice(from.length), positions, undefined);
      this.#write(file, {}, undefined);
    }
  }

  #files(): string[] {
    const list = this.#memory.get(listKey);
    return Array.isArray(list) ? list.filter((file) => typeof file === 'string') : [];
  }

  #write(file: string, positions: CanvasPositions, by: unknown): void {
    const isEmpty = Object.keys(positions).length === 0;
    const files = this.#files().filter((other) => other !== file);
    if (!isEmpty) files.push(file);
    for (const oldest of files.splice(0, Math.max(0, files.length - MAX_FILES)))
      void this.#memory.update(keyOf(oldest), undefined);
    void this.#memory.update(keyOf(file), isEmpty ? undefined : positions);
    void this.#memory.update(listKey, files);
    this.#changed.fire({ file, by });
  }
}

/** In `shape`, whose corner is at `at`; without it the first at `at` and the others beside it. */
export function placeNew(
  created: readonly string[],
  at: CanvasPoint,
  shape: CanvasShape = [],
): CanvasPositions {
  const places = created.map((name, index): [string, CanvasPoint] => {
    const { x, y } = shape[index] ?? { x: index * STEP.x, y: index * STEP.y };
    return [name, { x: at.x + x, y: at.y + y }];
  });
  return Object.fromEntries(places);
}

function readPositions(value: unknown): CanvasPositions {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, point]) => isPoint(point)));
}

function isPoint(value: unknown): value is CanvasPoint {
  const { x, y } = (value ?? {}) as Partial<CanvasPoint>;
  return Number.isFinite(x) && Number.isFinite(y);
}
