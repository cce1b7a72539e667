// Creates an operator: a project of its own or another type in a Rust module that is there, with a test case, and the operation
// in a graph. All or nothing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, describeError } from '../../base/errors.ts';
import { type ModuleOperationType, moduleOperationTypes } from '../../graph/model.ts';
import {
  addToCargo,
  addToLibrary,
  findCarrier,
  moduleVersion,
  type ModuleText,
  sdkOf,
} from './extendRustModule.ts';
import type { OperatorLanguage } from '../operatorLanguages.ts';
import { operatorTemplates, type RustSdk } from './operatorKinds.ts';
import { type FileEdit, placeFiles, refuseExisting } from './placeFiles.ts';
import { whyNotOperatorName } from './projectNames.ts';
import { readFolder, readTemplate, type TemplateFiles } from './readTemplate.ts';
import type { Creation, Scaffolding } from './scaffolding.ts';

/** What to create. Folders and files are absolute paths. */
export interface OperatorRequest {
  /** Gets `operators/<name>` and `tests/<name>-<type>`. */
  readonly workspaceFolder: string;
  readonly name: string;
  readonly type: ModuleOperationType;
  readonly project:
    | { readonly language: 'rust'; readonly sdk: RustSdk }
    | { readonly language: Exclude<OperatorLanguage, 'rust'> }
    /** The Rust module `name` that is there already. */
    | { readonly language: 'rust'; readonly isExtended: true };
  /** The graph that gets the operation. */
  readonly graph?: { readonly file: string; readonly after?: string };
}

/** Errors: NAME_INVALID, TARGET_EXISTS, TARGET_CHANGED, GRAPH_NOT_EXTENDABLE, MODULE_NOT_EXTENDABLE, FILE_UNREADABLE. */
export async function createOperator(request: OperatorRequest, scaffolding: Scaffolding): Promise<Creation> {
  const { workspaceFolder, name, type, graph } = request;
  const project = await planProject(request, scaffolding);
  const testCase = await planCase(request, project.reference, scaffolding);
  const edited = graph && (await editGraph(request, graph, project.reference, scaffolding));
  const caseFolder = join(workspaceFolder, 'tests', `${name}-${type}`);
  await refuseExisting(caseFolder, 'The folder for the test case');
  const created = new Map([
    ...below(join(workspaceFolder, 'operators', name), project.files),
    ...below(caseFolder, testCase),
  ]);
  await placeFiles({ created, edited: [...project.edits, ...(edited ? [edited.edit] : [])] });
  return {
    files: [...created.keys()],
    mainFile: join(workspaceFolder, 'operators', name, project.mainFile),
    ...(edited && { graph: { file: edited.edit.path, operation: edited.operation } }),
  };
}

/** `files` with absolute paths. */
export function below(folder: string, files: TemplateFiles): Map<string, string> {
  return new Map([...files].map(([path, text]) => [join(folder, ...path.split('/')), text]));
}

interface ProjectPlan {
  /** Relative to the project. */
  readonly files: TemplateFiles;
  readonly edits: readonly FileEdit[];
  /** What graphs write after `module:`. */
  readonly reference: string;
  /** Relative to the project. */
  readonly mainFile: string;
}

async function planProject(request: OperatorRequest, scaffolding: Scaffolding): Promise<ProjectPlan> {
  const { workspaceFolder, name, type, project } = request;
  const folder = join(workspaceFolder, 'operators', name);
  if ('isExtended' in project) return planExtension(request, folder, scaffolding);
  const fault = whyNotOperatorName(name, project.language);
  if (fault !== undefined) throw new AppError('NAME_INVALID', fault);
  await refuseExisting(folder, 'The folder for the operator');
  const files = await readProject(request, scaffolding, 'sdk' in project ? project.sdk : undefined);
  return { files, edits: [], reference: `${name}:1.0.0`, mainFile: mainFileOf(project.language, name, type) };
}

function mainFileOf(language: OperatorLanguage, name: string, type: ModuleOperationType): string {
  if (language === 'rust') return join('src', `${type}.rs`);
  return language === 'python' ? `${name.replaceAll('-', '_')}.py` : `${name}.js`;
}

async function readProject(
  { name, type, project }: OperatorRequest,
  { templates, wit }: Scaffolding,
  sdk: RustSdk | undefined,
): Promise<TemplateFiles> {
  const { language } = project;
  const folders = ['shared', language === 'rust' ? (sdk ?? 'wit-bindgen') : type];
  const files = await readTemplate(
    folders.map((folder) => join(templates, language, folder)),
    { operator: name, type },
  );
  if (language === 'rust') keepType(files, type);
  // The crate of Azure IoT Operations has them inside.
  if (sdk !== 'wasm_graph_sdk')
    for (const [path, text] of await readFolder(wit)) files.set(`wit/${path}`, text);
  return files;
}

/** The template for Rust has every type; what belongs to others goes. */
function keepType(files: TemplateFiles, type: ModuleOperationType): void {
  for (const other of moduleOperationTypes.filter((each) => each !== type)) {
    for (const path of files.keys())
      if (path === `src/${other}.rs` || path.startsWith(`src/${other}/`)) files.delete(path);
    const library = files.get('src/lib.rs') ?? '';
    const line = new RegExp(`^(?:mod ${other};|\\s*export wasm-graph:processor/%?${other}@.*)\n`, 'gm');
    files.set('src/lib.rs', library.replace(line, ''));
  }
}

/** Another type in the Rust module in `folder`: files of its own, and the lines that tie them in. */
async function planExtension(
  { name, type, ...request }: OperatorRequest,
  folder: string,
  scaffolding: Scaffolding,
): Promise<ProjectPlan> {
  const manifest = await readModuleFile(join(folder, 'Cargo.toml'), name);
  const library = await readModuleFile(join(folder, 'src', 'lib.rs'), name);
  const module: ModuleText = { name, manifest: manifest.before, library: library.before };
  const sdk = sdkOf(module);
  const all = await readProject({ name, type, ...request }, scaffolding, sdk);
  const carrier = sdk === 'wit-bindgen' ? findCarrier(module) : undefined;
  const files: TemplateFiles = new Map();
  for (const [path, text] of all)
    if (path === `src/${type}.rs` || path.startsWith(`src/${type}/`))
      files.set(
        path,
        carrier === undefined ? text : text.replaceAll('crate::Operators', `crate::${carrier}`),
      );
  const edits = [
    { ...library, after: addToLibrary(module, type, sdk) },
    { ...manifest, after: addToCargo(module) },
  ].filter(({ before, after }) => before !== after);
  const reference = `${name}:${moduleVersion(module)}`;
  return { files, edits, reference, mainFile: join('src', `${type}.rs`) };
}

async function readModuleFile(path: string, name: string): Promise<{ path: string; before: string }> {
  try {
    return { path, before: await readFile(path, 'utf8') };
  } catch (error) {
    throw new AppError(
      'MODULE_NOT_EXTENDABLE',
      `"${name}" is no Rust module that can get another operator: ${describeError(error)}.`,
      { cause: error },
    );
  }
}

async function planCase(
  { name, type }: OperatorRequest,
  reference: string,
  scaffolding: Scaffolding,
): Promise<TemplateFiles> {
  const folders = ['shared', type].map((folder) => join(scaffolding.templates, 'case', folder));
  const files = await readTemplate(folders, { operator: name, type });
  const graphFile = `${name}-${type}.dataflow.yaml`;
  const extended = scaffolding.extendGraph(files.get(graphFile) ?? '', operationOf(type, reference));
  if ('refusal' in extended) throw new Error(`The template of the test case: ${extended.refusal}`);
  return files.set(graphFile, extended.text);
}

function operationOf(
  type: ModuleOperationType,
  module: string,
): { readonly type: ModuleOperationType; readonly module: string } & Pick<
  (typeof operatorTemplates)[ModuleOperationType],
  'parameters'
> {
  return { type, module, parameters: operatorTemplates[type].parameters };
}

async function editGraph(
  { type }: OperatorRequest,
  { file, after }: NonNullable<OperatorRequest['graph']>,
  reference: string,
  { extendGraph }: Scaffolding,
): Promise<{ readonly edit: FileEdit; readonly operation: string }> {
  const before = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('FILE_UNREADABLE', `The graph cannot be read: ${describeError(error)}.`, {
      cause: error,
    });
  });
  const operation = { ...operationOf(type, reference), ...(after !== undefined && { after }) };
  const extended = extendGraph(before, operation);
  if ('refusal' in extended)
    throw new AppError(
      'GRAPH_NOT_EXTENDABLE',
      `${file} cannot get the operator, so nothing was created. ${extended.refusal}`,
    );
  return { edit: { path: file, before, after: extended.text }, operation: extended.operation };
}
