// The operator projects of the workspace and the modules they have, as VS Code finds files. Builds nothing.
import * as vscode from 'vscode';
import type { OperatorLanguage } from '../../build/operatorLanguages.ts';
import { type BuildMode, chooseMain } from '../../build/operatorProject.ts';

/** An operator project of the workspace. */
export interface FoundOperator {
  readonly name: string;
  readonly language: OperatorLanguage;
  /** The folder that has `operators`. */
  readonly root: vscode.Uri;
}

const pattern = '**/operators/*/{Cargo.toml,package.json,*.py,*.js,*.mjs,*.ts}';
const excluded = '**/{node_modules,target,.venv,venv,__pycache__,dist}/**';

/** All of them, by folder. */
export async function findOperators(): Promise<FoundOperator[]> {
  const uris = await vscode.workspace.findFiles(pattern, excluded, 20_000);
  const folders = new Map<
    string,
    { readonly root: vscode.Uri; readonly name: string; readonly files: Set<string> }
  >();
  for (const uri of uris) {
    const groups = /^(?<root>.*)\/operators\/(?<name>[^/]+)\/(?<file>[^/]+)$/.exec(uri.path)?.groups;
    if (!groups) continue;
    const { root = '', name = '', file = '' } = groups;
    const key = `${root}/operators/${name}`;
    const folder = folders.get(key) ?? {
      root: uri.with({ path: root || '/' }),
      name,
      files: new Set<string>(),
    };
    folder.files.add(file);
    folders.set(key, folder);
  }
  return [...folders].sort().flatMap(([, { root, name, files }]) => {
    // What package.json declares is read by the build; that there is one is enough to offer it.
    const found = chooseMain(name, files, files.has('package.json') ? 'package.json' : undefined);
    return found ? [{ name, language: found.language, root }] : [];
  });
}

export function folderOf({ root, name }: FoundOperator): vscode.Uri {
  return vscode.Uri.joinPath(root, 'operators', name);
}

/** That of the module that was built last; release where there is none. */
export async function newestMode(operator: FoundOperator): Promise<BuildMode> {
  const modules = new vscode.RelativePattern(
    folderOf(operator),
    `bin/*/{release,debug}/${operator.name}.wasm`,
  );
  const times = (await vscode.workspace.findFiles(modules, null)).map(async (uri) => ({
    mode: uri.path.includes('/debug/', folderOf(operator).path.length)
      ? ('debug' as const)
      : ('release' as const),
    time: (await vscode.workspace.fs.stat(uri)).mtime,
  }));
  const [newest] = (await Promise.all(times)).sort((a, b) => b.time - a.time);
  return newest?.mode ?? 'release';
}
