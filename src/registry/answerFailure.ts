// An answer that is not what was asked for, as the registry says it. Knows nothing about what it means to people.
import type { IncomingHttpHeaders } from 'node:http';
import { type HttpAnswer, readBytes } from './httpExchange.ts';

/** One entry of the answer's `errors`; OCI Distribution Specification 1.1, "Error Codes". */
export interface RegistryError {
  readonly code: string;
  readonly message: string;
}

/** Error texts longer than this say nothing more. */
const MAX_TEXT_BYTES = 64 * 1024;
const MAX_SHOWN = 300;

export class AnswerFailure extends Error {
  override readonly name = 'AnswerFailure';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly errors: readonly RegistryError[];

  constructor(status: number, headers: IncomingHttpHeaders, errors: readonly RegistryError[]) {
    super(`the registry answered ${String(status)}`);
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }

  has(...codes: string[]): boolean {
    return this.errors.some(({ code }) => codes.includes(code));
  }

  /** What the registry says about it, for people; empty when it says nothing. */
  get words(): string {
    const texts = this.errors.map(({ code, message }) => message || code);
    return clean([...new Set(texts)].join('; '));
  }
}

/** Reads what the answer says. */
export async function readFailure(answer: HttpAnswer): Promise<AnswerFailure> {
  const bytes = await readBytes(answer, MAX_TEXT_BYTES).catch(() => new Uint8Array()); // The status says enough.
  return new AnswerFailure(answer.status, answer.headers, readErrors(new TextDecoder().decode(bytes)));
}

function readErrors(text: string): RegistryError[] {
  try {
    const value = JSON.parse(text) as { errors?: unknown } | null;
    const list: unknown = value?.errors;
    return Array.isArray(list) ? list.flatMap(readError) : [];
  } catch {
    return []; // A page of a proxy: nothing in it is for people.
  }
}

function readError(value: unknown): RegistryError[] {
  if (typeof value !== 'object' || value === null) return [];
  const { code, message, detail } = value as Record<string, unknown>;
  const text = [message, detail].find((part) => typeof part === 'string' && part !== '');
  return [{ code: typeof code === 'string' ? code : '', message: typeof text === 'string' ? text : '' }];
}

// What strangers say is shown in one line, without codes for terminals.
function clean(text: string): string {
  const line = text
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}
