// A component made ready to run: jco's glue, patched, and the core modules, metered; as one self-checking block of
// bytes that can be kept on disk or sent to another thread. Knows nothing about where it is kept.
import { createHash } from 'node:crypto';

/** Patched glue and metered core modules of one component. */
export interface PreparedModule {
  /** A function body that returns jco's `instantiate`. */
  readonly glue: string;
  /** Core modules by the file names that the glue asks for. */
  readonly cores: ReadonlyMap<string, Uint8Array>;
  /** Encoded line tables of those core modules that say where their code comes from. */
  readonly lines: ReadonlyMap<string, Uint8Array>;
  /** Whether a call that runs too long can be interrupted from within. */
  readonly isInterruptible: boolean;
}

interface Header {
  readonly isInterruptible: boolean;
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

const DIGEST_BYTES = 32;
const GLUE_FILE = 'glue.js';
const LINES_ENDING = '.lines';

/** Layout: SHA-256 of all that follows, header length (u32 little-endian), header as JSON, files one after another. */
export function encodePreparedModule(module: PreparedModule): Uint8Array {
  const tables = [...module.lines].map(([name, table]) => [name + LINES_ENDING, table] as const);
  const files = [[GLUE_FILE, Buffer.from(module.glue)] as const, ...module.cores, ...tables];
  const header: Header = {
    isInterruptible: module.isInterruptible,
    files: files.map(([name, bytes]) => ({ name, size: bytes.length })),
  };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(headerBytes.length);
  const body = Buffer.concat([length, headerBytes, ...files.map(([, bytes]) => bytes)]);
  return Buffer.concat([createHash('sha256').update(body).digest(), body]);
}

/** Reads what {@link encodePreparedModule} wrote; undefined when even one byte is damaged or missing. */
export function decodePreparedModule(bytes: Uint8Array): PreparedModule | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const body = buffer.subarray(DIGEST_BYTES);
  if (body.length < 4 || !createHash('sha256').update(body).digest().equals(buffer.subarray(0, DIGEST_BYTES)))
    return undefined;
  const headerEnd = 4 + body.readUInt32LE(0);
  // The digest vouches for the shape: only our own encoder can have written it.
  const header = JSON.parse(body.subarray(4, headerEnd).toString()) as Header;
  const cores = new Map<string, Uint8Array>();
  const lines = new Map<string, Uint8Array>();
  let glue = '';
  let offset = headerEnd;
  for (const { name, size } of header.files) {
    const content = body.subarray(offset, offset + size);
    offset += size;
    if (name === GLUE_FILE) glue = content.toString();
    else if (name.endsWith(LINES_ENDING)) lines.set(name.slice(0, -LINES_ENDING.length), content);
    else cores.set(name, content);
  }
  return { glue, cores, lines, isInterruptible: header.isInterruptible };
}
