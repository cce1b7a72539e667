// The linker that the target wasm32-wasip2 asks for, in terms of what Debian has: wasm-ld with wasi-libc makes a core module,
// jco makes a component of it. Called by rustc, by way of rustToolchain.ts.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { componentNew, preview1AdapterReactorPath } from '@bytecodealliance/jco';

const libc = '/usr/lib/wasm32-wasi';
const args = process.argv.slice(2);

const { status } = spawnSync('wasm-ld', [...args, `-L${libc}`, `${libc}/crt1-reactor.o`], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

const output = args[args.indexOf('-o') + 1];
const adapters = [['wasi_snapshot_preview1', readFileSync(preview1AdapterReactorPath())]];
writeFileSync(output, await componentNew(readFileSync(output), adapters));
