// Turns component bytes into a prepared module: jco transpiles, the glue is patched, the cores are metered. Slow (60 ms
// to a second) and memory-hungry, so it runs in a one-shot worker; see prepareWorker.ts. The only user of jco.
import { $init as startBindgen, generate } from '@bytecodealliance/jco-transpile/component';
import { meterCore, type MeterOptions } from './meterCore.ts';
import { patchGlue } from './patchGlue.ts';
import type { PreparedModule } from './preparedModule.ts';
import { collectLines } from './sourceLines/collectLines.ts';

/** Transpiles and patches the component `bytes`. Throws whatever jco throws on a component it cannot read. */
export async function prepareModule(bytes: Uint8Array, options: MeterOptions): Promise<PreparedModule> {
  await startBindgen;
  const { files } = generate(bytes, {
    name: 'operator',
    instantiation: { tag: 'sync' },
    noNodejsCompat: true,
    noTypescript: true,
    base64Cutoff: 0,
  });
  const cores = new Map<string, Uint8Array>();
  const lines = new Map<string, Uint8Array>();
  let glue = '';
  let isInterruptible = true;
  for (const [name, content] of files) {
    if (name.endsWith('.js')) glue = patchGlue(Buffer.from(content).toString());
    if (!name.endsWith('.wasm')) continue;
    const metered = meterCore(content, options);
    isInterruptible &&= metered.isInterruptible;
    cores.set(name, metered.bytes);
    const table = collectLines(content, metered);
    if (table) lines.set(name, table);
  }
  return { glue, cores, lines, isInterruptible };
}
