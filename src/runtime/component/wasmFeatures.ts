// Switches on what current toolchains take for granted and Node 20's engine still has behind a flag. Knows nothing about
// components.
import { setFlagsFromString } from 'node:v8';

// (module (global i32 (i32.add (i32.const 1) (i32.const 2)))): "extended constant expressions".
const extendedConstants = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x06, 0x09, 0x01, 0x7f, 0x00, 0x41, 0x01, 0x41, 0x02, 0x6a, 0x0b],
);

/** Lets modules with extended constant expressions compile: JavaScript operators have them. Cheap to call again. */
export function enableExtendedConstants(): void {
  if (!canCompile(extendedConstants)) setFlagsFromString('--experimental-wasm-extended-const');
}

function canCompile(bytes: Uint8Array): boolean {
  try {
    new WebAssembly.Module(bytes);
    return true;
  } catch {
    return false; // That it cannot is the answer.
  }
}
