// Loads the program of the YAML pane with its style sheet, which bundlers put beside it. Knows nothing of what it does.
import type { openYamlEditor } from './openYamlEditor.ts';

/** `baseUri` is where scripts and styles lie, ending in "/". Fails when something cannot be loaded; may be tried again. */
export async function loadYamlEditor(baseUri: string): Promise<typeof openYamlEditor> {
  const [program] = await Promise.all([import('./openYamlEditor.ts'), loadStyle(`${baseUri}yamlEditor.css`)]);
  return program.openYamlEditor;
}

function loadStyle(address: string): Promise<void> {
  if (document.querySelector(`link[href="${CSS.escape(address)}"]`)) return Promise.resolve();
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
