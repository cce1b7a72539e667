// The visual editor in a window of VS Code: opens it, saves from it, and reads what the window says of its file.
// Must not know what is in the graph.
import { Canvas } from './canvas.ts';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

/** Opens a file of the folder as text and then in the visual editor, by the palette; resolves when the canvas is drawn. */
export async function openCanvas(workbench: Workbench, name: string): Promise<Canvas> {
  await workbench.editor.open(name);
  await workbench.editor.waitForLanguage('Data Flow Graph');
  await workbench.palette.run('Data Flow Graphs: Open Visual Editor');
  return canvasOf(workbench);
}

/** The canvas in sight, as soon as it is drawn; `index` when there are several. */
export async function canvasOf(workbench: Workbench, index = 0): Promise<Canvas> {
  const canvas = new Canvas(workbench.page, workbench.webview(index));
  await canvas.document.locator('body[data-ready="true"]').waitFor();
  return canvas;
}

/** Whether the file in front differs from what is on disk. */
export async function isDirty({ page }: Workbench): Promise<boolean> {
  return (await page.locator('.editor-group-container.active .tab.active.dirty').count()) > 0;
}

export async function waitUntilDirty(workbench: Workbench, isWanted: boolean): Promise<void> {
  const what = isWanted ? 'unsaved changes' : 'no unsaved changes';
  await waitUntil(
    what,
    () => isDirty(workbench),
    (seen) => seen === isWanted,
  );
}

/** Saves by the keyboard, wherever it is, until the file holds `wanted`: the last gesture may still be on its way. */
export async function saveAs(workbench: Workbench, name: string, wanted: string): Promise<void> {
  const write = async (): Promise<string> => {
    if (await isDirty(workbench)) await workbench.page.keyboard.press('Control+s');
    return workbench.readFile(name);
  };
  await waitUntil(`the text in ${name}`, write, (text) => text === wanted);
  await waitUntilDirty(workbench, false);
}

/** The unsaved text of the file, copied from its text editor by the keyboard; that editor is in front then. */
export async function readText(workbench: Workbench, name: string): Promise<string> {
  await workbench.page.locator(`.tab[data-resource-name="${name}"]`).first().click();
  await workbench.editor.waitUntilOpen(name);
  const clipboard = (act: string): Promise<string> =>
    workbench.page.evaluate<string>(`navigator.clipboard.${act}.then((text) => text ?? '')`);
  await clipboard(`writeText('')`);
  await workbench.editor.press('Control+a', 'Control+c');
  return waitUntil('a copy of the text', () => clipboard('readText()'), Boolean);
}

/** Goes back to the visual editor of the file; it starts anew, as VS Code ends pages that are hidden. */
export async function returnToCanvas(workbench: Workbench, name: string): Promise<Canvas> {
  await workbench.page.locator(`.tab[data-resource-name="${name}"]`).last().click();
  const canvas = await canvasOf(workbench);
  await canvas.nodes.first().waitFor();
  return canvas;
}

/**
 * Resolves when VS Code has written down everything that has these texts in it: it takes seconds, and a window that is reloaded
 * before has forgotten.
 */
export async function waitUntilKept({ page }: Workbench, ...texts: readonly string[]): Promise<void> {
  const missing = async (): Promise<string[]> => {
    const kept = await page.evaluate<string>(readDatabases);
    return texts.filter((text) => !kept.includes(text));
  };
  await waitUntil('VS Code to keep its state', missing, ({ length }) => length === 0, 40_000);
}

/** Everything in the databases of the page, as text. Runs inside the page, whose types are not loaded for tests. */
const readDatabases = `(async () => {
  const result = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const textOf = (value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
  const parts = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([result(objects.getAllKeys()), result(objects.getAll())]);
      keys.forEach((key, index) => parts.push(key + ' ' + textOf(values[index])));
    }
    database.close();
  }
  return parts.join('\\n');
})()`;

/** What the policy of the page refused, and what failed in it. */
export function faultsOf({ consoleLines }: Workbench): string[] {
  return consoleLines.filter((line) => /Content Security Policy|uncaught/i.test(line));
}
