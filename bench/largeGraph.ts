// The text of a large graph definition as a person would write it, for measuring what examining text costs. Knows no
// measurement.

/** Operations of one section, in order; a branch and its two sides joined again, as real graphs repeat. */
const SECTION = ['delay', 'map', 'filter', 'branch', 'left', 'right', 'concatenate', 'accumulate'] as const;

interface Row {
  readonly type: string;
  readonly name: string;
  readonly module?: string;
}

/**
 * A valid graph definition of `operations` operations (at least 2): a source, sections of eight operations with connections and
 * some configurations, and a sink. About five lines for each operation.
 */
export function largeGraph(operations: number): string {
  const rows: Row[] = [];
  const connections: string[] = [];
  const configurations: string[] = [];
  let last = 'source';
  for (let index = 0; index < Math.max(0, operations - 2); index += 1) {
    const section = Math.floor(index / SECTION.length) + 1;
    const kind = SECTION[index % SECTION.length] ?? 'map';
    // A branch needs all of what follows it; a section that is cut off goes on with maps.
    const isWhole = (section - 1) * SECTION.length + SECTION.length <= operations - 2;
    const row = makeRow(isWhole ? kind : 'map', section, index);
    rows.push(row);
    if (isWhole && kind === 'left') connections.push(connect(nameOf(section, 'branch'), row.name, 'False'));
    else if (isWhole && kind === 'right')
      connections.push(connect(nameOf(section, 'branch'), row.name, 'True'));
    else if (isWhole && kind === 'concatenate')
      connections.push(
        connect(nameOf(section, 'left'), row.name),
        connect(nameOf(section, 'right'), row.name),
      );
    else connections.push(connect(last, row.name));
    last = row.name;
    if (row.type === 'filter' || row.type === 'accumulate') configurations.push(configure(row.name));
  }
  connections.push(connect(last, 'sink'));
  const all = [{ type: 'source', name: 'source' }, ...rows, { type: 'sink', name: 'sink' }];
  return [
    '# Conversion and summary of what the plant sends.',
    'metadata:',
    '  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"',
    '  name: "Plant"',
    '  version: "1.0.0"',
    '',
    'moduleRequirements:',
    '  apiVersion: "1.1.0"',
    '  runtimeVersion: "1.1.0"',
    '',
    'operations:',
    ...all.map(writeOperation),
    '',
    'connections:',
    ...connections,
    ...(configurations.length > 0 ? ['', 'moduleConfigurations:', ...configurations] : []),
    '',
  ].join('\n');
}

function nameOf(section: number, kind: string): string {
  return `section-${String(section)}/${kind}`;
}

function makeRow(kind: string, section: number, index: number): Row {
  const type = kind === 'left' || kind === 'right' ? 'map' : kind;
  const name = kind === 'map' ? `${nameOf(section, kind)}-${String(index)}` : nameOf(section, kind);
  return kind === 'concatenate'
    ? { type, name }
    : { type, name, module: `plant/${kind}-${String(index)}:1.0.0` };
}

function writeOperation({ type, name, module }: Row): string {
  return `  - operationType: "${type}"\n    name: "${name}"${module === undefined ? '' : `\n    module: "${module}"`}`;
}

function connect(from: string, to: string, arm?: string): string {
  const armLine = arm === undefined ? '' : `\n      arm: "${arm}"`;
  return `  - from:\n      name: "${from}"${armLine}\n    to:\n      name: "${to}"`;
}

function configure(name: string): string {
  return `  - name: "${name}"
    parameters:
      lower_bound:
        name: lower_bound
        description: "Least value that is passed on" # inclusive
        default: "-40"
      upper_bound:
        name: upper_bound
        required: true`;
}
