// What the workspace of the samples offers, as the language server tells it. Knows no page.
import type { KnownModule } from '../../../../src/language/workspaceFacts.ts';
import type { CanvasModule, CanvasWorkspace } from '../../../../src/protocol/canvas.ts';

function built(name: string, types: CanvasModule['types'], parameters: readonly string[] = []): CanvasModule {
  return {
    name,
    references: [`${name}:1.0.0`],
    origin: 'workspace',
    types,
    isBuilt: true,
    sizeBytes: 61_440,
    digest: `sha256:${'5f'.repeat(32)}`,
    sourceLanguage: 'rust',
    parameters: parameters.map((parameter) => ({ name: parameter })),
  };
}

/** The modules of samples/thermostats. */
export const sampleModules: CanvasWorkspace = {
  modules: [
    built('collection', ['accumulate'], ['mode']),
    built('enrichment', ['map'], ['key', 'field', 'user_property']),
    {
      name: 'pending',
      references: ['pending:0.1.0'],
      origin: 'workspace',
      types: [],
      isBuilt: false,
      sourceLanguage: 'python',
      parameters: [],
    },
    built(
      'temperature',
      ['map', 'filter', 'branch', 'accumulate'],
      ['decimals', 'lower_bound', 'upper_bound'],
    ),
    built('window', ['delay'], ['size_seconds']),
  ],
};

/** The same as the language server knows them; what is inside their files matters to no gesture. */
export const knownModules: readonly KnownModule[] = sampleModules.modules.map(
  ({ name, references, origin, parameters }) => ({ name, references, origin, parameters }),
);

/** Of the text in the page. */
export const fileName = 'graph.dataflow.yaml';
