// Every id that code shares with the manifest. Knows nothing else; test/unit/house/manifest.test.ts compares both.

/** Commands as `contributes.commands` lists them. */
export const commandIds = {
  newGraph: 'dataflowGraph.newGraph',
  newApplication: 'dataflowGraph.newApplication',
  newOperator: 'dataflowGraph.newOperator',
  run: 'dataflowGraph.run',
  debug: 'dataflowGraph.debug',
  stopRun: 'dataflowGraph.stopRun',
  explainProblem: 'dataflowGraph.explainProblem',
  refreshWorkspace: 'dataflowGraph.refreshWorkspace',
  restartLanguageServer: 'dataflowGraph.restartLanguageServer',
  showLog: 'dataflowGraph.showLog',
  openWalkthrough: 'dataflowGraph.openWalkthrough',
  openVisualEditor: 'dataflowGraph.openVisualEditor',
  openAsText: 'dataflowGraph.openAsText',
  arrange: 'dataflowGraph.canvas.arrange',
  fit: 'dataflowGraph.canvas.fit',
  addOperation: 'dataflowGraph.canvas.add',
  findOperation: 'dataflowGraph.canvas.find',
  exportSvg: 'dataflowGraph.canvas.exportSvg',
  exportPng: 'dataflowGraph.canvas.exportPng',
  copyMermaid: 'dataflowGraph.canvas.copyMermaid',
  toggleYaml: 'dataflowGraph.canvas.toggleYaml',
  toggleInspector: 'dataflowGraph.canvas.toggleInspector',
  replayTrace: 'dataflowGraph.canvas.replayTrace',
  openTrace: 'dataflowGraph.openTrace',
  replayRecording: 'dataflowGraph.replayRecording',
  saveRecordingAsTest: 'dataflowGraph.saveRecordingAsTest',
  disturbNode: 'dataflowGraph.disturbNode',
  takeOverModule: 'dataflowGraph.takeOverModule',
  stateAdd: 'dataflowGraph.state.add',
  stateEdit: 'dataflowGraph.state.edit',
  stateDelete: 'dataflowGraph.state.delete',
  stateCopyValue: 'dataflowGraph.state.copyValue',
  stateSaveSeed: 'dataflowGraph.state.saveSeed',
  stateLoadSeed: 'dataflowGraph.state.loadSeed',
  stateMore: 'dataflowGraph.state.more',
  push: 'dataflowGraph.push',
  pull: 'dataflowGraph.pull',
  pullGraph: 'dataflowGraph.pullGraph',
  forgetRegistryCredentials: 'dataflowGraph.forgetRegistryCredentials',
  createResource: 'dataflowGraph.createResource',
  deploy: 'dataflowGraph.deploy',
  deploymentStatus: 'dataflowGraph.deployment.status',
  deploymentLogs: 'dataflowGraph.deployment.logs',
  deleteDeployment: 'dataflowGraph.deployment.delete',
  publish: 'dataflowGraph.publish',
  publishFolder: 'dataflowGraph.publishFolder',
  topicsFilter: 'dataflowGraph.topics.filter',
  topicsPause: 'dataflowGraph.topics.pause',
  topicsResume: 'dataflowGraph.topics.resume',
  topicsClear: 'dataflowGraph.topics.clear',
  topicsExport: 'dataflowGraph.topics.export',
  topicOpenValue: 'dataflowGraph.topics.openValue',
  topicCompare: 'dataflowGraph.topics.compare',
  topicCopyTopic: 'dataflowGraph.topics.copyTopic',
  topicCopyValue: 'dataflowGraph.topics.copyValue',
  topicPublish: 'dataflowGraph.topics.publish',
  topicClearRetained: 'dataflowGraph.topics.clearRetained',
  buildOperator: 'dataflowGraph.buildOperator',
  buildAll: 'dataflowGraph.buildAllOperators',
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Language of the files this extension serves. */
export const languageId = 'dataflow-graph';

/** View type of the visual editor. */
export const visualEditorType = 'dataflowGraph.visualEditor';

/** View type of the editor of recorded traces. */
export const traceEditorType = 'dataflowGraph.traceEditor';

/** View type of the page about a module. */
export const moduleEditorType = 'dataflowGraph.moduleEditor';

/** Type of its debug configurations in launch.json. */
export const debugType = 'dataflow-graph';

/** Type of its tasks in tasks.json. */
export const taskType = 'dataflow-graph';

/** Views as `contributes.views` lists them. */
export const viewIds = {
  /** The tree in the activity bar. */
  workspace: 'dataflowGraph.workspace',
  /** The state store in the Run and Debug side bar. */
  state: 'dataflowGraph.state',
  /** Numbers of operations, in the panel. */
  metrics: 'dataflowGraph.metrics',
  /** The trace in the panel. */
  trace: 'dataflowGraph.trace',
  /** Writes and publishes messages, in the panel. */
  publish: 'dataflowGraph.publish',
  /** Topics on the run's broker, in the Run and Debug side bar. */
  topics: 'dataflowGraph.topics',
} as const;

/** The Test Explorer's controller for test cases of graphs and tests of operators. */
export const testControllerId = 'dataflowGraph';

/** The tour for beginners, without the extension's own id. */
export const walkthroughId = 'start';

/** Section of all settings. */
export const settingsSection = 'dataflowGraph';

/** Settings without their section. */
export const settingNames = {
  recognizeByContent: 'recognizeByContent',
  severities: 'problems.severities',
  cacheFolder: 'cacheFolder',
  codeLens: 'codeLens',
  runNumbers: 'runNumbers',
  buildOnSave: 'build.onSave',
  registryHost: 'registry.host',
  registryPathPrefix: 'registry.pathPrefix',
  registryInsecure: 'registry.insecure',
  registryCertificate: 'registry.certificateAuthority',
  deployContext: 'deploy.context',
  serverTrace: 'server.trace',
} as const;

/** Keys that `when` clauses of the manifest ask for. */
export const contextKeys = {
  isRunning: 'dataflowGraph.isRunning',
  canRun: 'dataflowGraph.canRun',
  /** A debug session of ours has a run. */
  hasRun: 'dataflowGraph.hasRun',
  /** A debug session of ours runs modules beside those in place, to compare them. */
  isComparing: 'dataflowGraph.isComparing',
  /** The tree of topics stands still. */
  topicsPaused: 'dataflowGraph.topicsPaused',
  /** Paths of graph definitions, for `resourcePath in …`. */
  graphPaths: 'dataflowGraph.graphPaths',
} as const;
