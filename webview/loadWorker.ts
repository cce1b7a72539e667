// Starts workers inside a webview. VS Code's webviews cannot start workers from the address of a resource, so their scripts
// are fetched and started from memory. Knows nothing of what workers do.

/** A worker's script, ready to be started any number of times. */
export interface WorkerScript {
  start(): Worker;
  /** Nothing can be started afterwards. */
  dispose(): void;
}

/** `baseUri` is where scripts lie, ending in "/". Fails when the script cannot be read. */
export async function loadWorkerScript(baseUri: string, name: string): Promise<WorkerScript> {
  const response = await fetch(`${baseUri}${name}.js`);
  if (!response.ok) throw new Error(`${name}.js cannot be loaded (${String(response.status)}).`);
  const script = new Blob([await response.text()], { type: 'text/javascript' });
  const url = URL.createObjectURL(script);
  return { start: () => new Worker(url, { name }), dispose: () => URL.revokeObjectURL(url) };
}
