// What a test case says of its run besides graph and messages: values, files and topics, as a launch has them. Knows nothing about runs.
import { getValue, type YamlNode } from '../graph/yamlTree.ts';
import type { TestCaseFile } from '../graph/generated/testCaseFile.generated.ts';
import { type CaseFiles, describeMissing, describeUnreadable, type NamingPlace } from './caseFiles.ts';
import type { CaseProblem } from './caseProblem.ts';
import { fileNameOf, folderOf, resolveBeside } from './filePath.ts';

/** Paths are as the test case's own file has it: absolute when it is. Absent is what the test case does not say. */
export interface CaseSettings {
  /** By `operation.parameter`, or `parameter` alone. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files by the name in the module reference. */
  readonly modules?: Readonly<Record<string, string>>;
  readonly sourceTopics?: readonly string[];
  readonly stateStore?: string;
  readonly responders?: string;
  /** Trace file or NDJSON export. */
  readonly recording?: string;
}

/** The keys whose value is a path, each with what begins a message about it. */
const fileKeys = {
  stateStore: 'The seed of the state store',
  responders: 'The file of responder rules',
  recording: 'The recording',
} as const;

/** The settings in `fields` of the test case `file`, whose document is `root`; a file that is not there is a problem at its place. */
export async function readCaseSettings(
  fields: TestCaseFile,
  root: YamlNode,
  file: string,
  files: CaseFiles,
): Promise<{ settings: CaseSettings; problems: readonly CaseProblem[] }> {
  const named: { what: string; path: string; place: YamlNode | undefined }[] = [];
  const resolve = (what: string, target: string, place: YamlNode | undefined): string => {
    const path = resolveBeside(file, target);
    named.push({ what, path, place });
    return path;
  };
  const modules = Object.entries(fields.modules ?? {}).map(([name, target]): [string, string] => {
    const place = getValue(getValue(root, 'modules'), name);
    return [name, resolve(`The module ${name}`, target, place)];
  });
  const paths = (Object.keys(fileKeys) as (keyof typeof fileKeys)[]).flatMap((key) => {
    const target = fields[key];
    return typeof target === 'string'
      ? [[key, resolve(fileKeys[key], target, getValue(root, key))] as const]
      : [];
  });
  const problems = await Promise.all(
    named.map(({ what, path, place }) =>
      findMissing(files, what, path, { file, range: (place ?? root).range }),
    ),
  );
  return {
    settings: {
      ...(fields.parameters && { parameters: fields.parameters }),
      ...(fields.modules && { modules: Object.fromEntries(modules) }),
      ...(fields.sourceTopics && { sourceTopics: fields.sourceTopics }),
      ...Object.fromEntries(paths),
    },
    problems: problems.flat(),
  };
}

/** By the names in its folder: such a file may be as large as it likes. */
async function findMissing(
  files: CaseFiles,
  what: string,
  path: string,
  place: NamingPlace,
): Promise<CaseProblem[]> {
  try {
    if ((await files.listFolder(folderOf(path))).includes(fileNameOf(path))) return [];
  } catch (error) {
    return [describeUnreadable(error, what, path, place)];
  }
  return [describeMissing(what, path, place)];
}
