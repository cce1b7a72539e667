// Whether a graph uses a module, told from its text. Knows no files.

/** Whether a graph with this text names the module `name`, in whatever path and version. */
export function namesModule(text: string, name: string): boolean {
  const plain = name.replaceAll('_', '-');
  return [...text.matchAll(/\bmodule["']?\s*:\s*["']?(?<reference>[^\s"'#,}]+)/g)].some(({ groups }) => {
    const [path = ''] = (groups?.['reference'] ?? '').split(':');
    return path.slice(path.lastIndexOf('/') + 1).replaceAll('_', '-') === plain;
  });
}
