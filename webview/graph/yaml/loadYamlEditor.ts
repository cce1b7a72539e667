// Loads the program of the YAML pane with its style sheet. Knows nothing of what it does.
import type * as program from './openYamlEditor.ts';

/**
 * `baseUri` is where scripts and styles lie, ending in "/". Fails when something cannot be loaded; may be tried again. The program
 * is a bundle of its own: in one with the canvas, its style sheet would be part of the canvas's and be loaded with that.
 */
export async function loadYamlEditor(baseUri: string): Promise<typeof program.openYamlEditor> {
  const [loaded] = await Promise.all([
    import(`${baseUri}yamlEditor.js`) as Promise<typeof program>,
    loadStyle(`${baseUri}yamlEditor.css`),
  ]);
  return loaded.openYamlEditor;
}

function loadStyle(address: string): Promise<void> {
  if ([...document.styleSheets].some(({ href }) => href === address)) return Promise.resolve();
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error('The style sheet of the YAML editor cannot be read.'));
    };
    document.head.append(link);
  });
}
