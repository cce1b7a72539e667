// Fetches a payload part by part: its beginning at once, more when somebody wants it. Knows no component.
import { useCallback, useEffect, useState } from 'react';
import { describeError } from '../../../src/base/errors.ts';
import type { PayloadRequest } from '../../../src/protocol/traceMessages.ts';
import { useModel } from '../modelContext.ts';
import { fromBase64 } from './payloadText.ts';

const PART_BYTES = 64 * 1024;

/** What is there of a payload. */
export interface PayloadReading {
  /** Undefined while the first part is on its way. */
  readonly bytes: Uint8Array | undefined;
  /** Of the whole payload. */
  readonly size: number;
  /** Why there is none, as a sentence. */
  readonly absence?: string;
  /** Fetches the next part. */
  readonly more: () => void;
}

interface Fetched {
  readonly bytes: Uint8Array | undefined;
  readonly size: number;
  readonly absence?: string;
}

const nothing: Fetched = { bytes: undefined, size: 0 };

/** `hop` undefined: there is no message on this side. */
export function usePayload(hop: number | undefined, side: PayloadRequest['side']): PayloadReading {
  const model = useModel();
  const [fetched, setFetched] = useState(nothing);
  const read = useCallback(
    async (before: Uint8Array | undefined, isWanted: () => boolean): Promise<void> => {
      if (hop === undefined) return;
      try {
        const offset = before?.length ?? 0;
        const part = await model.readPayload({ hop, side, offset, limit: PART_BYTES });
        if (!isWanted()) return;
        if (part) setFetched({ bytes: join(before, fromBase64(part.base64)), size: part.size });
        else setFetched({ ...nothing, absence: 'Not recorded, or no longer held by the trace.' });
      } catch (error) {
        if (isWanted()) setFetched({ ...nothing, absence: describeError(error) });
      }
    },
    [model, hop, side],
  );
  useEffect(() => {
    let isWanted = true;
    void read(undefined, () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [read]);
  return { ...fetched, more: () => void read(fetched.bytes, () => true) };
}

function join(before: Uint8Array | undefined, part: Uint8Array): Uint8Array {
  if (!before) return part;
  const joined = new Uint8Array(before.length + part.length);
  joined.set(before);
  joined.set(part, before.length);
  return joined;
}
