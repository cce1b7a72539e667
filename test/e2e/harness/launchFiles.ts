// launch.json files of the samples' folder, for tests and pictures. Must not know what is done with them.

/** Debugs the simple sample on its folder of messages. The Debug Console stays out of the panel. */
export const debugSimpleWithData: object = debugWithData('graph-simple');

/** The same of another graph of a sample's folder, with other attributes. */
export function debugWithData(graph: string, more: object = {}): object {
  return {
    version: '0.2.0',
    configurations: [
      {
        type: 'dataflow-graph',
        request: 'launch',
        name: `Debug ${graph}`,
        program: `\${workspaceFolder}/${graph}.dataflow.yaml`,
        inputs: '${workspaceFolder}/data',
        internalConsoleOptions: 'neverOpen',
        ...more,
      },
    ],
  };
}
