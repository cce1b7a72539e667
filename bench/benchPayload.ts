// The payload of every benchmark message.

/** A reading as sensors send it, about 70 bytes. */
export const benchPayload: Buffer = Buffer.from(
  JSON.stringify({ temperature: { value: 72, unit: 'F' }, room: 'lobby', floor: 3 }),
);
