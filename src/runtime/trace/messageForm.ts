// What a message is besides topic, properties and payload: its kind, its schema, the measures of an image, the topic with which it
// came in. All of it is kept so that a message can be replayed as it was. Knows nothing about chunks.
import type { MessageSchema } from '../../graph/messageSchema.ts';
import type { ByteReader } from './byteReader.ts';
import { writeVarint } from './byteWriter.ts';
import type { StringReader, StringWriter } from './stringTable.ts';
import { formBits } from './traceFormat.ts';

/** The parts of WIT `snapshot` that a message does not have. Sizes in pixels. */
export interface ImageMeasures {
  readonly format: string;
  readonly width: number;
  readonly height: number;
}

/** What is absent is as of a plain message, the input topic that of the message. */
export interface MessageForm {
  readonly kind?: 'message' | 'snapshot' | 'bytes';
  readonly schema?: MessageSchema | undefined;
  /** Of every snapshot, and of nothing else. */
  readonly image?: ImageMeasures | undefined;
  readonly inputTopic?: string | undefined;
}

/** The bits that {@link writeForm} has to be given; 0 when there is nothing to write. Runs for every message that is written. */
export function formOf(message: MessageForm & { readonly topic: string }): number {
  const { kind, schema, inputTopic } = message;
  let form = 0;
  if (kind === 'bytes') form = formBits.bytes;
  else if (message.image !== undefined) form = formBits.snapshot;
  if (schema !== undefined) form |= schema.kind === 'inline' ? formBits.inline : formBits.reference;
  if (inputTopic !== undefined && inputTopic !== message.topic) form |= formBits.inputTopic;
  return form;
}

/** Throws ChunkFull. */
export function writeForm(
  names: StringWriter,
  bytes: Buffer,
  at: number,
  form: number,
  message: MessageForm,
): number {
  const { image, schema, inputTopic } = message;
  bytes[at] = form;
  let pos = at + 1;
  if ((form & formBits.snapshot) !== 0 && image) {
    pos = names.write(bytes, pos, image.format);
    pos = writeVarint(bytes, pos, image.width);
    pos = writeVarint(bytes, pos, image.height);
  }
  if (schema?.kind === 'reference') pos = names.write(bytes, pos, schema.reference);
  if (schema?.kind === 'inline')
    pos = names.write(bytes, names.write(bytes, pos, schema.name), schema.content);
  return (form & formBits.inputTopic) === 0 ? pos : names.write(bytes, pos, inputTopic ?? '');
}

/** The reverse of {@link writeForm}. Throws TornBytes. */
export function readForm(names: StringReader, reader: ByteReader): MessageForm {
  const form = reader.byte();
  const isSnapshot = (form & formBits.snapshot) !== 0;
  const image = isSnapshot
    ? { format: names.read(reader), width: reader.varint(), height: reader.varint() }
    : undefined;
  const schema = readSchema(names, reader, form);
  const inputTopic = (form & formBits.inputTopic) !== 0 ? names.read(reader) : undefined;
  const kind = isSnapshot ? 'snapshot' : (form & formBits.bytes) !== 0 ? 'bytes' : 'message';
  return { kind, schema, image, inputTopic };
}

function readSchema(names: StringReader, reader: ByteReader, form: number): MessageSchema | undefined {
  if ((form & formBits.reference) !== 0) return { kind: 'reference', reference: names.read(reader) };
  if ((form & formBits.inline) === 0) return undefined;
  return { kind: 'inline', name: names.read(reader), content: names.read(reader) };
}
