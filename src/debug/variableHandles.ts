// Gives containers and bytes the numbers by which a client asks for them, until the run goes on. No number is given twice: an answer
// that comes late must not change something else. Knows nothing about what is in them.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { AppError } from '../base/errors.ts';
import type { Container, ShownValue } from './shownValue.ts';

export class VariableHandles {
  readonly #containers = new Map<number, Container>();
  readonly #bytes = new Map<string, Uint8Array>();
  #last = 0;

  /** What was shown so far is gone. */
  reset(): void {
    this.#containers.clear();
    this.#bytes.clear();
  }

  add(container: Container): number {
    this.#last += 1;
    this.#containers.set(this.#last, container);
    return this.#last;
  }

  find(reference: number): Container | undefined {
    return this.#containers.get(reference);
  }

  /** Errors: VARIABLE_GONE. */
  get(reference: number): Container {
    return this.find(reference) ?? refuse();
  }

  /** Errors: VARIABLE_GONE. */
  async read({ variablesReference, filter, start, count }: Dap.VariablesArguments): Promise<Dap.Variable[]> {
    const container = this.get(variablesReference);
    // A container of ours has one kind of members only.
    if (filter === 'named' && (container.indexed ?? 0) > 0) return [];
    if (filter === 'indexed' && (container.indexed ?? 0) === 0) return [];
    const values = await container.read(start, count);
    return values.map((value) => ({ name: value.name, ...this.describe(value) }));
  }

  /** All but the name, as variables and answers to evaluations have it. */
  describe({ value, type, evaluateName, members, bytes, hint }: ShownValue): Omit<Dap.Variable, 'name'> {
    return {
      value,
      ...(type !== undefined && { type }),
      ...(evaluateName !== undefined && { evaluateName }),
      variablesReference: members ? this.add(members) : 0,
      ...(members?.indexed !== undefined && { indexedVariables: members.indexed }),
      ...(bytes && { memoryReference: this.#addBytes(bytes) }),
      ...(hint && { presentationHint: hint }),
    };
  }

  /** Errors: VARIABLE_GONE. */
  readMemory({
    memoryReference,
    offset = 0,
    count,
  }: Dap.ReadMemoryArguments): Dap.ReadMemoryResponse['body'] {
    const bytes = this.#bytes.get(memoryReference) ?? refuse();
    const [start, end] = [clamp(offset, bytes), clamp(offset + count, bytes)];
    const data = Buffer.from(bytes.subarray(start, end)).toString('base64');
    const missing = count - (end - start);
    return {
      address: String(start),
      ...(data !== '' && { data }),
      ...(missing > 0 && { unreadableBytes: missing }),
    };
  }

  #addBytes(bytes: Uint8Array): string {
    this.#last += 1;
    this.#bytes.set(String(this.#last), bytes);
    return String(this.#last);
  }
}

function clamp(at: number, bytes: Uint8Array): number {
  return Math.max(0, Math.min(at, bytes.length));
}

function refuse(): never {
  throw new AppError('VARIABLE_GONE', 'The run has gone on since this was shown.');
}
