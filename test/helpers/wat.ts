// Small modules from their text form, for tests of what real toolchains produce rarely.
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';

/** The bytes of a core module or component in text form. */
export async function wasmOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await parse(text));
}
