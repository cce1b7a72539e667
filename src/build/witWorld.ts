// The WIT files and the world for an operator in Python or JavaScript. Knows neither of the two.
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleOperationType } from '../graph/model.ts';
import type { BuildContext } from './buildContext.ts';
import { BuildError } from './buildError.ts';
import { findExports } from './operatorProject.ts';

export interface WitWorld {
  /** Folder of the WIT files. */
  readonly folder: string;
  readonly world: string;
  /** All of the WIT files, for they decide what is built. */
  readonly inputs: readonly string[];
}

/** Errors: BUILD_NO_MODULE, BUILD_WIT_MISSING. */
export async function findWorld(context: BuildContext): Promise<WitWorld> {
  const { project } = context;
  const source = await readFile(join(project.folder, project.main), 'utf8');
  const operators = findExports(project.language, source);
  const [first] = operators;
  if (!first)
    throw new BuildError(
      'BUILD_NO_MODULE',
      `${project.name}: ${project.main} exports no operator. ${howTo(project.language)}`,
    );
  const folder = await findFolder(context);
  const inputs = (await listWit(folder)).map((name) => join(folder, name));
  if (operators.length === 1) return { folder, world: `${first}-impl`, inputs };
  return { ...(await joinWorlds(folder, operators, context)), inputs };
}

function howTo(language: string): string {
  return language === 'python'
    ? 'A map is a class Map(exports.Map); filter, branch, accumulate and delay alike.'
    : 'A map is "export const map = { init, process }"; filter, branch, accumulate and delay alike.';
}

/** The operator's own, those beside `operators`, else the ones that come with this program. */
async function findFolder({ project, witFolder }: BuildContext): Promise<string> {
  const workspace = join(project.folder, '..', '..');
  const candidates = [project.folder, workspace].flatMap((each) => [join(each, 'wit'), join(each, 'schema')]);
  for (const folder of candidates) if ((await listWit(folder)).length > 0) return folder;
  if ((await listWit(witFolder)).length > 0) return witFolder;
  throw new BuildError(
    'BUILD_WIT_MISSING',
    `${project.name}: there are no WIT files. Looked in ${[...candidates, witFolder].join(', ')}.`,
  );
}

async function listWit(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []); // Not there.
  return names.filter((name) => name.endsWith('.wit')).sort();
}

/** A world that has the worlds of all `operators`, in a copy of the files. */
async function joinWorlds(
  folder: string,
  operators: readonly ModuleOperationType[],
  { workFolder }: BuildContext,
): Promise<{ readonly folder: string; readonly world: string }> {
  const copy = join(workFolder, 'wit');
  await cp(folder, copy, { recursive: true });
  const world = `${operators.join('-')}-impl`;
  const includes = operators.map((type) => `    include ${type}-impl;\n`).join('');
  const files = await listWit(copy);
  const texts = await Promise.all(files.map((name) => readFile(join(copy, name), 'utf8')));
  const head = texts.flatMap((text) => /^package [^;]+;/m.exec(text)?.[0] ?? []).at(0) ?? '';
  await writeFile(join(copy, 'joined-world.wit'), `${head}\n\nworld ${world} {\n${includes}}\n`);
  return { folder: copy, world };
}
