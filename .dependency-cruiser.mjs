// Import directions, type imports included. Run by `npm run check`; test/unit/house/importRules.test.ts proves each rule.

/** What each layer of src/ may import besides itself. */
const layers = {
  base: [],
  graph: ['base'],
  protocol: ['base', 'graph'],
  language: ['base', 'graph'],
  testing: ['base', 'graph'],
  registry: ['base', 'graph'],
  build: ['base', 'graph'],
  runtime: ['base', 'graph', 'protocol'],
  debug: ['base', 'graph', 'protocol'],
  server: ['base', 'graph', 'language', 'protocol'],
};

/** What each part of src/runtime/ may import besides itself. The engine runs in a worker; the broker stays outside. */
const runtimeParts = {
  trace: [],
  services: [],
  inference: [],
  telemetry: ['trace'],
  broker: [],
  message: ['trace'],
  faults: ['services'],
  component: ['trace', 'services', 'message'],
  scheduler: ['trace', 'message', 'component', 'faults'],
  debugger: ['trace', 'message', 'scheduler'],
  commands: ['broker', 'debugger'],
  engine: ['trace', 'services', 'message', 'component', 'scheduler', 'debugger', 'faults'],
};

/** What only one folder may import. */
const owned = [
  { what: 'yaml', packages: 'yaml', owner: '^src/graph/' },
  { what: 'jco', packages: '@bytecodealliance/[^/]+', owner: '^src/runtime/component/' },
  { what: 'cel', packages: '@marcbachmann/cel-js', owner: '^src/runtime/debugger/' },
  { what: 'onnx', packages: 'onnxruntime-[^/]+(/wasm)?', owner: '^src/runtime/inference/' },
  { what: 'opentelemetry', packages: '@opentelemetry/[^/]+', owner: '^src/runtime/telemetry/' },
  { what: 'mqtt', packages: '(aedes|mqtt)[^/]*', owner: '^src/runtime/broker/' },
  {
    what: 'toolkit',
    packages: '(@vscode/webview-ui-toolkit|@microsoft/fast-[^/]+)',
    owner: '^webview/controls/',
  },
  { what: 'monaco', packages: 'monaco-[^/]+', owner: '^webview/graph/yaml/' },
  { what: 'dagre', packages: '@dagrejs/[^/]+', owner: '^webview/graph/layout/' },
  { what: 'vscode', packages: '(@types/)?vscode', owner: '^src/(host/|extension[.]ts$)' },
];

const ours = '^(src|webview|test|bench|scripts)/';
const either = (names) => `(${names.join('|')})`;

/** The language server finds and inspects modules as runs do; it runs nothing. */
const sharedWithServer = '^src/runtime/(run/(resolveModules|cacheFolder)|component/inspectModule)[.]ts$';

function layerRule([layer, allowed]) {
  const shared = layer === 'server' ? [sharedWithServer] : [];
  return {
    name: `${layer}-imports`,
    comment: `src/${layer} imports ${['itself', ...allowed.map((name) => `src/${name}`)].join(', ')} and no other folder.`,
    severity: 'error',
    from: { path: `^src/${layer}/` },
    to: { path: ours, pathNot: [`^src/${either([layer, ...allowed])}/`, ...shared] },
  };
}

function runtimeRule([part, allowed]) {
  return {
    name: `runtime-${part}-imports`,
    comment: `src/runtime/${part} imports ${['itself', ...allowed].join(', ')} and no other part of the runtime.`,
    severity: 'error',
    from: { path: `^src/runtime/${part}/` },
    to: { path: '^src/runtime/', pathNot: [`^src/runtime/${either([part, ...allowed])}/`] },
  };
}

function ownerRule({ what, packages, owner }) {
  return {
    name: `only-one-imports-${what}`,
    comment: `Only ${owner.slice(1)} imports ${what}.`,
    severity: 'error',
    from: { path: '^(src|webview)/', pathNot: owner },
    to: { path: [`(^|/)node_modules/${packages}/`, `^${packages}$`] },
  };
}

export default {
  forbidden: [
    ...Object.entries(layers).map(layerRule),
    ...Object.entries(runtimeParts).map(runtimeRule),
    ...owned.map(ownerRule),
    {
      name: 'protocol-takes-types-of-graph',
      comment: 'src/protocol describes messages: it may name the types of src/graph but not run its code.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/graph/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-layers-use-no-node',
      comment: 'These run in a browser too.',
      severity: 'error',
      from: { path: ['^src/(base|graph|protocol|language)/', '^webview/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'base-uses-no-package',
      severity: 'error',
      comment: 'src/base imports nothing.',
      from: { path: '^src/base/' },
      to: { path: 'node_modules/' },
    },
    {
      name: 'host-keeps-out-of-runtime',
      comment: 'The extension starts runs and talks to them; what happens inside a run is not its business.',
      severity: 'error',
      from: { path: ['^src/host/', '^src/extension[.]ts$'] },
      to: { path: '^src/runtime/(component|engine|message|scheduler|services)/' },
    },
    {
      name: 'webview-imports',
      comment: 'Browser programs speak to the host by message.',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: ours, pathNot: ['^webview/', '^src/(graph|protocol|base)/'] },
    },
    {
      name: 'host-speaks-to-server',
      comment: 'The language server is another process.',
      severity: 'error',
      from: { path: ['^src/host/', '^src/extension[.]ts$'] },
      to: { path: ['^src/server/', '^src/languageServer[.]ts$'] },
    },
    {
      name: 'server-stays-light',
      comment: 'It starts with every window: no jco, no broker, no engine.',
      severity: 'error',
      from: { path: ['^src/languageServer[.]ts$', '^src/server/'] },
      to: { path: ['^src/runtime/(engine|scheduler|broker)/', 'jco', '(aedes|mqtt)'], reachable: true },
    },
    {
      name: 'cli-never-reaches-host',
      comment: 'The command line runs without an editor.',
      severity: 'error',
      from: { path: ['^src/cli[.]ts$', '^src/cli/'] },
      to: { path: ['^src/host/', '^vscode$'], reachable: true },
    },
    {
      name: 'only-roots-import-cli',
      comment: 'Commands are the outermost layer.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: ['^src/cli[.]ts$', '^src/cli/'] },
      to: { path: ['^src/cli/', '^src/cli[.]ts$'] },
    },
    {
      name: 'product-imports-no-tests',
      comment: 'What ships imports nothing from tests, benchmarks and scripts.',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    { name: 'no-cycle', comment: 'Type imports count.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'imports-resolve',
      comment: 'A path that leads nowhere would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/.cache|samples|test/fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
