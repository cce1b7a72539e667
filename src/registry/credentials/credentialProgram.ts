// Asks `docker-credential-…`, the programs by which Docker keeps passwords in the system's own store. Knows nothing about files.
import { spawn } from 'node:child_process';
import { describeError, isSystemError } from '../../base/errors.ts';
import { type Credential, readPassword } from './credential.ts';

export type HelperAnswer =
  | { readonly credential: Credential }
  /** Why there is nothing to be had, for people: `has none`, `is not installed`. */
  | { readonly reason: string };

/** Asks the helper `name` about `server`. */
export type AskHelper = (name: string, server: string, signal?: AbortSignal) => Promise<HelperAnswer>;

/** More is no answer. */
const MAX_OUTPUT = 1024 * 1024;

/** Runs the program without a shell. Never throws: a helper that fails is a place without credentials. */
export const askHelper: AskHelper = async (name, server, signal) => {
  // The name becomes part of a program's name, and must not become a path.
  if (!/^[\w.-]+$/.test(name)) return { reason: 'has a name that no helper can have' };
  try {
    const { code, output } = await run(`docker-credential-${name}`, server, signal);
    return code === 0 ? readAnswer(output) : readRefusal(output);
  } catch (error) {
    return { reason: isSystemError(error, 'ENOENT') ? 'is not installed' : describeError(error) };
  }
};

function run(
  program: string,
  input: string,
  signal?: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
      ...(signal && { signal }),
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > MAX_OUTPUT) child.kill();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    // A helper that ends without reading is told by its exit code.
    child.stdin.on('error', () => undefined).end(input);
  });
}

function readAnswer(output: string): HelperAnswer {
  try {
    const { Username: user, Secret: secret } = JSON.parse(output) as Record<string, unknown>;
    if (typeof user === 'string' && typeof secret === 'string' && secret !== '')
      return { credential: readPassword(user, secret) };
  } catch {
    // Told below.
  }
  return { reason: 'answered something else than credentials' };
}

function readRefusal(output: string): HelperAnswer {
  const said = output.trim().split('\n')[0] ?? '';
  return {
    reason: /credentials not found/i.test(said)
      ? 'has none'
      : `failed${said === '' ? '' : `: ${said.slice(0, 200)}`}`,
  };
}
