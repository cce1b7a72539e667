// Says what a failed build means, from what the toolchain printed: the errors that people run into, with their fixes. Takes
// text alone; runs nothing.
import { isAbsolute, relative } from 'node:path';
import type { ErrorCode } from '../base/errors.ts';
import { BuildError, type BuildFix, type ErrorPlace } from './buildError.ts';
import type { OperatorProject } from './operatorProject.ts';

/** The registry that has `wasm_graph_sdk`. */
const registryBlock = `[registries]
aio-wg = { index = "sparse+https://pkgs.dev.azure.com/azure-iot-sdks/iot-operations/_packaging/preview/Cargo/index/" }`;

export const targetFix: BuildFix = {
  title: 'Install the target for WebAssembly components',
  command: 'rustup target add wasm32-wasip2',
};

interface Explanation {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly tell: (project: OperatorProject, found: string) => readonly [message: string, fix?: BuildFix];
}

/** The number keeps an operator's own texts, which compilers quote, from being taken for it. */
const unwritable: Explanation = {
  pattern:
    /(?:error: (?<found>failed to [^\n]+)\n[^]*)?(?:Permission denied|Read-only file system) \(os error \d+\)/,
  code: 'FILE_UNWRITABLE',
  tell: ({ folder }, found) => [
    `${found || 'A file cannot be written'}. It is read-only for you: change the rights of ${folder}, or build a copy of it elsewhere.`,
  ],
};

const tellIncompleteWit: Explanation['tell'] = ({ folder }) => [
  `The WIT files are not complete. All .wit files of the interface have to be together in one folder, such as ${folder}/wit.`,
];

const rust: readonly Explanation[] = [
  unwritable,
  {
    pattern:
      /can't find crate for `(?:std|core)`|target may not be installed|linker `wasm-component-ld` not found/,
    code: 'BUILD_TARGET_MISSING',
    tell: () => ['Rust has no standard library for the target wasm32-wasip2.', targetFix],
  },
  {
    pattern:
      /no matching package (?:named `wasm_graph_sdk` )?found|registry index was not found in any configuration|registry `aio-wg` .*not found/,
    code: 'BUILD_REGISTRY_MISSING',
    tell: ({ folder }) => [
      'cargo does not know the registry that has wasm_graph_sdk.',
      { title: `Put this into ${folder}/.cargo/config.toml`, text: registryBlock },
    ],
  },
  {
    pattern: /lock file .* needs to be updated but --locked/,
    code: 'BUILD_FAILED',
    tell: ({ folder }) => [
      'Cargo.lock does not fit Cargo.toml.',
      { title: 'Update it', command: 'cargo update --workspace', folder },
    ],
  },
  {
    pattern:
      /(?:failed to download|failed to get) `?(?<found>[\w-]+)|Could not resolve host|download of config\.json failed/,
    code: 'BUILD_DOWNLOAD_FAILED',
    tell: (_, found) => [
      `${found === '' ? 'A crate' : `The crate ${found}`} could not be downloaded. Check the network and proxy, then build again; cargo's words are above.`,
    ],
  },
  {
    pattern:
      /requires rustc (?<found>[\d.]+)|(?<edition>edition2024) is required|this version of Cargo is older than/,
    code: 'TOOLCHAIN_MISSING',
    tell: (_, found) => [
      `The operator needs a newer Rust${found === '' ? '' : ` (${found})`}.`,
      { title: 'Update Rust', command: 'rustup update stable' },
    ],
  },
];

const python: readonly Explanation[] = [
  unwritable,
  {
    pattern: /no world named `(?<found>[^`]+)`/,
    code: 'BUILD_WIT_MISSING',
    tell: ({ folder }, found) => [
      `The WIT files have no world "${found}". All .wit files of the interface have to be together in ${folder}/wit.`,
    ],
  },
  {
    pattern:
      /package '?[\w:/@.-]+'? not found|failed to (?:read|parse) (?:file|path|package).*|(?:interface|type|name) `?[^`\n]*`? (?:not found|does not exist) in package/,
    code: 'BUILD_WIT_MISSING',
    tell: tellIncompleteWit,
  },
  {
    pattern:
      /cannot import name '(?:exports|imports|types)' from '(?<found>\w+_impl)|module '(?<other>\w+_impl)[.\w]*' has no attribute|AttributeError: .*_impl/,
    code: 'BUILD_BINDINGS_STALE',
    tell: ({ folder }, found) => [
      `The generated bindings${found === '' ? '' : ` (${found})`} do not fit this componentize-py or these WIT files.`,
      { title: 'Delete them and build again', command: `rm -r ${found === '' ? '*_impl' : found}`, folder },
    ],
  },
  {
    pattern: /ModuleNotFoundError: No module named '(?<found>[\w.]+)'/,
    code: 'BUILD_FAILED',
    tell: ({ folder, main }, found) =>
      /_impl(\.|$)/.test(found)
        ? [
            `${main} imports "${found}", which is not the world that it is built for. A map imports map_impl, a filter filter_impl.`,
          ]
        : [
            `There is no Python module "${found}". Only pure Python works in a component.`,
            { title: `Put the module beside ${main}`, command: `pip install --target . ${found}`, folder },
          ],
  },
];

const javascript: readonly Explanation[] = [
  {
    pattern: /Cannot find (?:package|module) '(?<found>@bytecodealliance\/componentize-[\w-]+)'/,
    code: 'TOOLCHAIN_MISSING',
    tell: ({ folder }, found) => [
      `jco needs the package ${found}.`,
      { title: 'Install it', command: `npm install --save-dev ${found}`, folder },
    ],
  },
  {
    pattern: /unknown option '(?<found>--backend[\w-]*)'/,
    code: 'TOOLCHAIN_MISSING',
    tell: ({ folder }, found) => [
      `This jco does not know ${found}; it is too old.`,
      {
        title: 'Install a newer one',
        command: 'npm install --save-dev @bytecodealliance/jco@latest',
        folder,
      },
    ],
  },
  {
    pattern:
      /no world named `(?<found>[^`]+)`|package '?[\w:/@.-]+'? not found|failed to (?:read|parse) (?:file|path|package).*\.?wit/,
    code: 'BUILD_WIT_MISSING',
    tell: tellIncompleteWit,
  },
];

const container: readonly Explanation[] = [
  {
    pattern:
      /Cannot connect to the Docker daemon|docker daemon is not running|permission denied .*docker\.sock|Cannot connect to Podman/i,
    code: 'TOOLCHAIN_MISSING',
    tell: () => [
      'The container engine is installed, but does not run or may not be used by you. Start it, then build again.',
    ],
  },
  {
    pattern:
      /manifest unknown|pull access denied|Unable to find image .*(?:\n.*)*(?:denied|timeout|no such host)|error pulling image/i,
    code: 'BUILD_DOWNLOAD_FAILED',
    tell: () => [
      'The image of the builder could not be pulled. Check the network and proxy, then build again.',
    ],
  },
];

const byLanguage = { rust, python, javascript } as const;

/** The error for a build of `project` that failed and printed `output`, without colours. */
export function explainFailure(project: OperatorProject, output: string, isContainer: boolean): BuildError {
  const error = explain(project, output, isContainer);
  // rustc's own form is known to editors.
  if (project.language !== 'rust') error.place = findPlace(project, output);
  return error;
}

function explain(project: OperatorProject, output: string, isContainer: boolean): BuildError {
  for (const { pattern, code, tell } of [
    ...(isContainer ? container : []),
    ...byLanguage[project.language],
  ]) {
    const match = pattern.exec(output);
    if (!match) continue;
    const { found = '', edition = '', other = '' } = match.groups ?? {};
    const [message, fix] = tell(project, found || edition || other);
    return new BuildError(code, `${project.name}: ${message}`, fix);
  }
  return new BuildError('BUILD_FAILED', `${project.name} cannot be built: ${firstError(output)}`);
}

/** The last place in a file of the operator, which is the one nearest to the error. */
function findPlace({ folder }: OperatorProject, output: string): ErrorPlace | undefined {
  const found = [
    ...output.matchAll(
      /\bFile "(?<file>[^"]+)", line (?<line>\d+)|\bat (?:.*\()?(?<script>[^\s()]+):(?<row>\d+):(?<column>\d+)/g,
    ),
  ];
  const own = found.filter(({ groups }) => isBelow(folder, groups?.['file'] ?? groups?.['script'] ?? ''));
  // The innermost call comes last in Python, first in JavaScript.
  const groups = (own.at(-1)?.groups?.['file'] === undefined ? own[0] : own.at(-1))?.groups;
  if (!groups) return undefined;
  return {
    file: groups['file'] ?? groups['script'] ?? '',
    line: Number(groups['line'] ?? groups['row']),
    column: Number(groups['column'] ?? 1),
    message: firstError(output),
  };
}

function isBelow(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return file !== '' && !path.startsWith('..') && !isAbsolute(path);
}

/** What stands before the words that matter. */
const wrapping =
  /^(?:\[?(?:Assertion)?Error: *:? *)?(?:Failed to (?:evaluate user|declare|finish) JavaScript module(?: evaluation)?: *)*(?:Error: )?/;

/** The first error in the toolchain's words. */
function firstError(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line =
    lines.find((text) => /^error(?:\[E\d+\])?:/.test(text) && !/could not compile|aborting due/.test(text)) ??
    lines.find(
      (text) =>
        /^\w*(?:Error|Exception)\b.*:/.test(text) && !/^AssertionError: +(?:File|Traceback)/.test(text),
    ) ??
    lines.find((text) => /error/i.test(text));
  const words = line?.replace(wrapping, '');
  return words === undefined || words === '' ? 'the toolchain tells no reason.' : words;
}
