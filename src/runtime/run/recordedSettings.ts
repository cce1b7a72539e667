// What a test case has to say of its run to be like a recorded one: where that was made otherwise than the graph is run as it stands with
// its workspace's files. Starts nothing.
import { relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../base/errors.ts';
import type { Fault } from '../../graph/faults.ts';
import { hasOperator } from '../../graph/model.ts';
import type { RecordedRun, TraceHeader } from '../../protocol/trace.ts';
import { readWorkspaceFiles } from '../services/workspaceFiles.ts';
import { defaultTopics } from './composeRun.ts';
import { configureOperators } from './configureOperators.ts';
import { composeFile, findWorkspaceFolder } from './loadRun.ts';
import { replayOptions } from './recordRun.ts';

export interface RecordedSettings {
  /** By `operation.parameter`, or `parameter` alone; later ones win. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Files by module reference; paths are relative to the test case's folder, with `/`. */
  readonly modules: Readonly<Record<string, string>>;
  readonly sourceTopics?: readonly string[];
  readonly stateSeeds?: RecordedRun['stateSeeds'];
  readonly faults: readonly Fault[];
}

/** `folder`: of the test case. Errors: those of {@link composeFile} and of `readWorkspaceFiles`. */
export async function recordedSettings(
  header: Pick<TraceHeader, 'startedMs'>,
  run: RecordedRun,
  folder: string,
): Promise<RecordedSettings> {
  const { sourceTopics, stateSeeds, parameters, givenModules, file } = run;
  const standing = await readStanding(file);
  const isOther = (parameter: RecordedRun['parameters'][number]): boolean =>
    !standing.parameters.some((each) => isDeepStrictEqual(each, parameter));
  return {
    parameters: Object.fromEntries(
      parameters
        .filter(isOther)
        .map(({ node, key, value }) => [node === undefined ? key : `${node}.${key}`, value]),
    ),
    modules: Object.fromEntries(
      Object.entries(givenModules).map(([name, path]) => [name, relative(folder, path).split(sep).join('/')]),
    ),
    ...(!isDeepStrictEqual(sourceTopics, defaultTopics.sources) && { sourceTopics }),
    ...(!isDeepStrictEqual(stateSeeds, standing.stateSeeds) && { stateSeeds }),
    faults: (replayOptions(header, run).faults ?? []).map(({ fault }) => fault),
  };
}

async function readStanding(file: string): Promise<Pick<RecordedRun, 'parameters' | 'stateSeeds'>> {
  const { graph, configurations: declared, overrides } = await composeFile({ file, topics: defaultTopics });
  const files = await readWorkspaceFiles(await findWorkspaceFolder(file));
  const operations = graph.operations.filter(({ type }) => hasOperator(type)).map(({ name }) => name);
  try {
    const { configurations } = configureOperators(
      operations,
      declared,
      [...files.overrides, ...overrides],
      [],
    );
    const parameters = [...configurations].flatMap(([node, { properties }]) =>
      properties.map(([key, value]) => ({ node, key, value })),
    );
    return { parameters, stateSeeds: files.stateSeeds };
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'PARAMETER_REQUIRED')) throw error;
    return { parameters: [], stateSeeds: files.stateSeeds };
  }
}
