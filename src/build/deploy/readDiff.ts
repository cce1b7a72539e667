// Reads what `kubectl diff` prints: which resources would change, and by how much. Knows no cluster.

/** One resource that applying would create or change. */
export interface ResourceChange {
  /** `DataflowGraph`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** It is not in the cluster yet. */
  readonly isNew: boolean;
  /** Lines of its YAML. */
  readonly added: number;
  readonly removed: number;
}

/** `--- /tmp/LIVE-1/connectivity.iotoperations.azure.com.v1.DataflowGraph.azure-iot-operations.name`, then a time. */
const header =
  /^(?:---|\+\+\+) .*[/\\](?:LIVE|MERGED)-\w+[/\\](?:[\w.-]+\.)?v\w+\.(?<kind>[A-Z]\w*)\.(?<namespace>[a-z0-9-]*)\.(?<name>[^\t]+?)(?:\t.*)?$/;

/** Empty where nothing changes, or where the output is of another form than that of `diff -u`. */
export function readDiff(lines: readonly string[]): ResourceChange[] {
  const changes: { -readonly [Key in keyof ResourceChange]: ResourceChange[Key] }[] = [];
  let isInHunk = false;
  for (const line of lines) {
    const last = changes.at(-1);
    const isHeader = !isInHunk && header.exec(line)?.groups;
    if (line.startsWith('diff ')) isInHunk = false;
    else if (isHeader && line.startsWith('---')) {
      const { kind = '', namespace = '', name = '' } = isHeader;
      changes.push({ kind, namespace, name, isNew: false, added: 0, removed: 0 });
    } else if (last && line.startsWith('@@ ')) {
      isInHunk = true;
      last.isNew ||= line.startsWith('@@ -0,0 +');
    } else if (last && isInHunk && line.startsWith('+')) last.added += 1;
    else if (last && isInHunk && line.startsWith('-')) last.removed += 1;
  }
  return changes;
}
