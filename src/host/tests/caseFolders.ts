// Test files as a tree of folders. Folders that hold nothing but one other folder are one line with it. Knows no vscode.

/** A folder of the tree. */
export interface CaseFolder {
  /** From the workspace folder on, with slashes; empty for the workspace folder itself. */
  readonly path: string;
  /** From the folder above in the tree on. */
  readonly label: string;
  readonly folders: readonly CaseFolder[];
  /** Paths from the workspace folder on. */
  readonly files: readonly string[];
}

/** The tree of `files`, paths from the workspace folder on, with slashes; everything sorted by path. */
export function arrangeFiles(files: readonly string[]): CaseFolder {
  const root = collect('', [...files].sort());
  return { ...root, folders: root.folders.map((folder) => relabel(shorten(folder), '')) };
}

function collect(path: string, files: readonly string[]): CaseFolder {
  const start = path === '' ? 0 : path.length + 1;
  const below = new Map<string, string[]>();
  const own: string[] = [];
  for (const file of files) {
    const end = file.indexOf('/', start);
    if (end < 0) own.push(file);
    else {
      const name = file.slice(0, end);
      below.set(name, [...(below.get(name) ?? []), file]);
    }
  }
  const folders = [...below].map(([folder, inside]) => collect(folder, inside));
  return { path, label: path, folders, files: own };
}

function shorten(folder: CaseFolder): CaseFolder {
  const [only, ...others] = folder.folders;
  if (only && others.length === 0 && folder.files.length === 0) return shorten(only);
  return { ...folder, folders: folder.folders.map(shorten) };
}

function relabel(folder: CaseFolder, above: string): CaseFolder {
  return {
    ...folder,
    label: above === '' ? folder.path : folder.path.slice(above.length + 1),
    folders: folder.folders.map((each) => relabel(each, folder.path)),
  };
}
