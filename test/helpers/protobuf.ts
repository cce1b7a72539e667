// Reads protobuf by field numbers alone, written from the encoding's own description, so that it shares nothing with what is tested.

/** The values of every field in order; nested messages are bytes until they are read. */
export type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

export function readFields(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error('a field goes beyond the end of its message');
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const [field, wireType] = [tag >>> 3, tag & 7];
    const value =
      wireType === 0
        ? varint()
        : wireType === 1
          ? take(8)
          : wireType === 2
            ? take(Number(varint()))
            : take(4);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

export function messages(fields: Fields, field: number): Fields[] {
  return (fields.get(field) ?? []).map((value) => readFields(bytesOf(value)));
}

export function text(fields: Fields, field: number): string {
  return bytesOf(fields.get(field)?.[0] ?? Buffer.alloc(0)).toString('utf8');
}

export function hexOf(fields: Fields, field: number): string {
  return bytesOf(fields.get(field)?.[0] ?? Buffer.alloc(0)).toString('hex');
}

export function integer(fields: Fields, field: number): number {
  const value = fields.get(field)?.[0] ?? 0n;
  return Number(typeof value === 'bigint' ? value : value.readBigInt64LE());
}

export function fixed64(fields: Fields, field: number): bigint {
  return bytesOf(fields.get(field)?.[0] ?? Buffer.alloc(8)).readBigUInt64LE();
}

export function double(fields: Fields, field: number): number | undefined {
  const value = fields.get(field)?.[0];
  return value === undefined ? undefined : bytesOf(value).readDoubleLE();
}

/** A packed list of eight bytes each. */
export function packed<T>(fields: Fields, field: number, read: (eight: Buffer) => T): T[] {
  const whole = Buffer.concat((fields.get(field) ?? []).map(bytesOf));
  return Array.from({ length: whole.length / 8 }, (_, index) =>
    read(whole.subarray(index * 8, index * 8 + 8)),
  );
}

function bytesOf(value: bigint | Buffer): Buffer {
  if (typeof value === 'bigint') throw new Error('a number where bytes are expected');
  return value;
}
