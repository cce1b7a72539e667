// What is done with the payload of a recorded message: copied, or sent into a run again.
import * as vscode from 'vscode';
import { AppError } from '../../base/errors.ts';
import { isSourceHop } from '../../base/isSourceHop.ts';
import type { PayloadRequest } from '../../protocol/traceMessages.ts';
import type { SessionRun } from '../debug/runSessions.ts';
import { readPath } from './messagePath.ts';
import type { TraceSource } from './traceSource.ts';

const PART = 1024 * 1024;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** As text where it is one, else in base64; says which. */
export async function copyPayload(
  source: TraceSource,
  { hop, side }: Pick<PayloadRequest, 'hop' | 'side'>,
): Promise<void> {
  const bytes = await readWhole(source, hop, side);
  const text = readText(bytes);
  await vscode.env.clipboard.writeText(text ?? Buffer.from(bytes).toString('base64'));
  const how = text === undefined ? ' in base64, because it is not text' : '';
  vscode.window.setStatusBarMessage(`Copied the payload${how}.`, 3000);
}

/** Publishes `message` as it came in at its source. Errors: USAGE, what the run answers. */
export async function sendAgain(message: number, source: TraceSource, run: SessionRun): Promise<void> {
  const path = await readPath(source, message);
  const first = path?.hops[0];
  if (!first?.input || !isSourceHop(first))
    throw new AppError('USAGE', 'Only a message that came in at a source can be sent again.');
  const { topic, contentType, userProperties } = first.input;
  const bytes = await readWhole(source, first.hop, 'input');
  await run.request('publish', {
    topic,
    payload: { base64: Buffer.from(bytes).toString('base64') },
    userProperties,
    ...(contentType !== undefined && { contentType }),
  });
}

async function readWhole(source: TraceSource, hop: number, side: 'input' | 'output'): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let offset = 0; ;) {
    const part = await source.ask('readPayload', { hop, side, offset, limit: PART });
    if (!part) throw new AppError('USAGE', 'The payload was not recorded, or the trace no longer holds it.');
    parts.push(part.bytes);
    offset += part.bytes.length;
    if (offset >= part.size || part.bytes.length === 0) return Buffer.concat(parts);
  }
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    // The decoder's only error: it is no text.
    return undefined;
  }
}
