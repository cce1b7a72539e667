// Starts the layout's worker inside a webview. VS Code's webviews cannot start workers from the address of a resource, so
// the script is fetched and started from memory. Knows nothing about what the worker does.

/** `baseUri` is where scripts lie, ending in "/". Fails when the script cannot be read. */
export async function loadLayoutWorker(baseUri: string): Promise<Worker> {
  const response = await fetch(`${baseUri}layoutWorker.js`);
  if (!response.ok) throw new Error(`The layout cannot be loaded (${String(response.status)}).`);
  const script = new Blob([await response.text()], { type: 'text/javascript' });
  const url = URL.createObjectURL(script);
  try {
    return new Worker(url, { name: 'layout' });
  } finally {
    // The worker has the script by now: addresses are resolved when it is made.
    URL.revokeObjectURL(url);
  }
}
