// `dataflow-graph new`: creates applications and operators, and asks for what was not said where somebody can answer. Knows
// nothing about templates.
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, describeError } from '../base/errors.ts';
import { createApplication } from '../build/templates/createApplication.ts';
import { createOperator, type OperatorRequest } from '../build/templates/createOperator.ts';
import { type OperatorLanguage, operatorLanguages } from '../build/operatorLanguages.ts';
import { defaultKind, operatorTemplates, type RustSdk } from '../build/templates/operatorKinds.ts';
import { whyNotApplicationName, whyNotOperatorName } from '../build/templates/projectNames.ts';
import type { Creation, Scaffolding } from '../build/templates/scaffolding.ts';
import { type ModuleOperationType, moduleOperationTypes } from '../graph/model.ts';
import { parseGraphFile } from '../graph/parseGraph.ts';
import { extendGraph } from '../language/gestures/extendGraph.ts';
import { findWorkspaceFolder } from '../runtime/run/loadRun.ts';
import { ask, canAsk } from './ask.ts';
import type { Terminal } from './terminal.ts';

export interface NewFlags {
  readonly language?: OperatorLanguage;
  readonly type?: ModuleOperationType;
  readonly sdk?: RustSdk;
  readonly operator?: string;
  /** False for `--no-graph`; true when the option was not given. */
  readonly graph?: string | boolean;
  readonly after?: string;
  readonly into?: string;
}

/** Templates and WIT files beside the bundle. */
function scaffolding(): Scaffolding {
  const beside = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
  return { templates: beside('templates'), wit: beside('wit/processor'), extendGraph };
}

/** `dataflow-graph new app`. Errors: USAGE and those of {@link createApplication}. */
export async function newApplication(
  given: string | undefined,
  flags: NewFlags,
  terminal: Terminal,
): Promise<void> {
  if (given === undefined && !canAsk())
    throw new AppError('USAGE', 'Say what the application is called: dataflow-graph new app <folder>.');
  const folder = resolve(
    given ?? (await ask({ text: 'Name', proposal: 'my-application', check: whyNotApplicationName })),
  );
  const kind = await askKind(flags);
  const name = flags.operator ?? operatorTemplates[kind.type].operatorName;
  const created = await createApplication({ folder, operator: { name, ...kind } }, scaffolding());
  tell(created, terminal);
  const place = relative('', folder);
  terminal.tell(
    `Next: ${place === '' ? '' : `cd ${quote(place)}, `}build the operator as operators/${name}/README.md says, then dataflow-graph test tests.`,
  );
}

/** `dataflow-graph new operator`. Errors: USAGE and those of {@link createOperator}. */
export async function newOperator(
  given: string | undefined,
  flags: NewFlags,
  terminal: Terminal,
): Promise<void> {
  checkFlags(given, flags);
  if (given === undefined && flags.into === undefined && !canAsk())
    throw new AppError('USAGE', 'Say what the operator is called: dataflow-graph new operator <name>.');
  const file = await chooseGraph(flags);
  const workspaceFolder = await findWorkspaceFolder(file ?? resolve('graph.dataflow.yaml'));
  const kind = await askKind(flags);
  const name = flags.into ?? given ?? (await askName(kind));
  const graph = file === undefined ? {} : { graph: { file, ...(flags.after && { after: flags.after }) } };
  const created = await createOperator({ workspaceFolder, name, ...kind, ...graph }, scaffolding());
  tell(created, terminal);
  if (created.graph)
    terminal.tell(`${relative('', created.graph.file)} has the operation ${created.graph.operation} now.`);
  terminal.tell(`Next: build it as operators/${name}/README.md says, then dataflow-graph test tests.`);
}

function checkFlags(given: string | undefined, { after, graph, into, language, sdk }: NewFlags): void {
  if (into !== undefined && given !== undefined && given !== into)
    throw new AppError('USAGE', `--into ${into} names the operator already; leave "${given}" out.`);
  if (into !== undefined && ((language ?? 'rust') !== 'rust' || sdk !== undefined))
    throw new AppError(
      'USAGE',
      '--into takes a Rust module as it is, so neither another --language nor --sdk.',
    );
  if (sdk !== undefined && (language ?? 'rust') !== 'rust')
    throw new AppError('USAGE', '--sdk is for Rust only.');
  if (after !== undefined && graph === false)
    throw new AppError(
      'USAGE',
      '--after names an operation of a graph, and --no-graph says that there is none.',
    );
}

type Kind = Pick<OperatorRequest, 'type' | 'project'>;

async function askKind({ into, language, sdk, type }: NewFlags): Promise<Kind> {
  const chosen =
    language ??
    (into === undefined && sdk === undefined
      ? await askOne('Language', operatorLanguages, defaultKind.language)
      : 'rust');
  const chosenType = type ?? (await askOne('Type', moduleOperationTypes, defaultKind.type));
  if (chosen !== 'rust') return { type: chosenType, project: { language: chosen } };
  if (into !== undefined) return { type: chosenType, project: { language: chosen, isExtended: true } };
  return { type: chosenType, project: { language: chosen, sdk: sdk ?? defaultKind.sdk } };
}

async function askOne<T extends string>(text: string, choices: readonly T[], proposal: T): Promise<T> {
  const answer = await ask({ text, proposal, choices });
  return choices.find((choice) => choice === answer) ?? proposal;
}

async function askName({ project, type }: Kind): Promise<string> {
  return ask({
    text: 'Name',
    proposal: operatorTemplates[type].operatorName,
    check: (answer) => whyNotOperatorName(answer, project.language),
  });
}

/** The graph that gets the operator; undefined for none. Errors: USAGE when there are several. */
async function chooseGraph({ after, graph }: NewFlags): Promise<string | undefined> {
  if (graph === false) return undefined;
  if (typeof graph === 'string') return resolve(graph);
  const graphs = await findGraphs(resolve());
  const [only, ...others] = graphs;
  if (others.length === 0 && (only !== undefined || after === undefined)) return only;
  const names = graphs.map((file) => basename(file));
  if (only !== undefined && canAsk())
    return join(dirname(only), await askOne('Graph', names, basename(only)));
  throw new AppError(
    'USAGE',
    only === undefined
      ? 'There is no graph in this folder. Name it with --graph.'
      : `There are several graphs here: ${names.join(', ')}. Name one with --graph, or say --no-graph.`,
  );
}

/** The files of `folder` that are graph definitions. */
async function findGraphs(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new AppError('FILE_UNREADABLE', `${folder} cannot be read: ${describeError(error)}.`, {
      cause: error,
    });
  });
  const graphs: string[] = [];
  for (const name of names.filter((each) => /\.ya?ml$/i.test(each) && !/\.test\.ya?ml$/i.test(each)).sort()) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => ''); // What cannot be read is not offered.
    if (parseGraphFile(text).documents.some(({ graph }) => graph !== undefined))
      graphs.push(join(folder, name));
  }
  return graphs;
}

function tell({ files, mainFile }: Creation, terminal: Terminal): void {
  for (const file of [...files].sort()) {
    const path = relative('', file);
    terminal.print(file === mainFile ? terminal.paint('strong', path) : path);
  }
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
