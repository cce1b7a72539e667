// What takes up the bytes of a component: its sections by kind. Reads headers alone; knows nothing about graphs.
import { MalformedWasm, readSections, WasmReader } from './wasmReader.ts';

/** Sections of one kind, or custom sections of one name. */
export interface SectionSum {
  readonly name: string;
  readonly count: number;
  readonly sizeBytes: number;
}

/** By id: component model, Binary.md "Component Definitions". */
const names = [
  'custom',
  'core modules',
  'core instances',
  'core types',
  'components',
  'instances',
  'aliases',
  'types',
  'canonical functions',
  'start',
  'imports',
  'exports',
  'values',
];

/** The largest first. `bytes` are those of a component that could be inspected. */
export function sumSections(bytes: Uint8Array): SectionSum[] {
  const sums = new Map<string, SectionSum>();
  for (const { id, start, end } of readSections(bytes)) {
    const name = id === 0 ? customName(bytes, start, end) : (names[id] ?? `section ${String(id)}`);
    const { count, sizeBytes } = sums.get(name) ?? { count: 0, sizeBytes: 0 };
    sums.set(name, { name, count: count + 1, sizeBytes: sizeBytes + end - start });
  }
  return [...sums.values()].sort((a, b) => b.sizeBytes - a.sizeBytes);
}

function customName(bytes: Uint8Array, start: number, end: number): string {
  try {
    return `custom "${new WasmReader(bytes, start, end).name()}"`;
  } catch (error) {
    if (!(error instanceof MalformedWasm)) throw error;
    return 'custom';
  }
}
