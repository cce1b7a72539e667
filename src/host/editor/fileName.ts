// Names of graph files.

/** Last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** That without the endings of graph files: `line` of `/graphs/line.dataflow.yaml`. */
export function baseName(path: string): string {
  return fileName(path).replace(/(?:\.dataflow)?\.ya?ml$/i, '') || 'graph';
}
