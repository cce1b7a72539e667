// The sessions of a test file, each of which ends with its test, and the transcripts that they are compared with. Knows no feature.
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { DebugTranscript } from '../../helpers/debugTranscript.ts';

let open: DebugTranscript[] = [];

/** To be called once by each file. */
export function endSessionsAfterEachTest(): void {
  afterEach(async () => {
    await Promise.all(open.map((transcript) => transcript.end()));
    open = [];
  });
}

export function begin(): DebugTranscript {
  const transcript = new DebugTranscript();
  open.push(transcript);
  return transcript;
}

/** `name`: of the file in transcripts/. */
export async function compare(transcript: DebugTranscript, name: string): Promise<void> {
  await expect(transcript.text).toMatchFileSnapshot(join(import.meta.dirname, `transcripts/${name}.txt`));
}
