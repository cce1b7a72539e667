// Debian's mosquitto as an outside broker, started by a test and stopped by its process, and its command line clients.
// Install with: apt-get install mosquitto mosquitto-clients
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const run: (file: string, args: readonly string[]) => Promise<{ stdout: string; stderr: string }> =
  promisify(execFile);

/** Which of the programs are missing, as the reason to skip; undefined when all are there. */
export function missing(...programs: string[]): string | undefined {
  const absent = programs.filter((program) => {
    try {
      execFileSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return absent.length > 0
    ? `skipped, not installed: ${absent.join(', ')} (Debian: mosquitto, mosquitto-clients, openssl)`
    : undefined;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

export class Mosquitto {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'mosquitto-'));
  readonly port: number;
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  /** Keeps sessions and messages on disk, also when it is killed right after (autosave on every change). */
  constructor(port: number, settings: readonly string[] = ['allow_anonymous true']) {
    this.port = port;
    this.#settings = settings;
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  async start(): Promise<void> {
    const settings = [
      `listener ${String(this.port)} 127.0.0.1`,
      'persistence true',
      `persistence_location ${this.folder}/`,
      'autosave_on_changes true',
      'autosave_interval 1',
      'max_queued_messages 0',
      'user root',
      ...this.#settings,
    ];
    const path = this.write('mosquitto.conf', `${settings.join('\n')}\n`);
    const child = spawn('mosquitto', ['-c', path], {
      stdio: 'ignore',
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    });
    this.#process = child;
    for (let attempt = 0; !(await canConnect(this.port)); attempt += 1) {
      if (child.exitCode !== null || attempt > 200) throw new Error('mosquitto did not start');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Makes mosquitto write to disk what it keeps; only that survives being killed. */
  async save(): Promise<void> {
    const path = join(this.folder, 'mosquitto.db');
    const savedMs = (): number => (existsSync(path) ? statSync(path).mtimeMs : 0);
    const before = savedMs();
    this.#process?.kill('SIGUSR1');
    for (let attempt = 0; savedMs() === before; attempt += 1) {
      if (attempt > 500) throw new Error('mosquitto did not save');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null) return;
    const isGone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await isGone;
  }

  async dispose(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether somebody listens at the port of this machine. */
export function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A certificate authority and a certificate for 127.0.0.1 and localhost, by openssl. Paths of PEM files. */
export function makeCertificates(folder: string): { ca: string; cert: string; key: string } {
  const [ca, caKey, cert, key, request, extensions] = [
    'ca.pem',
    'ca.key',
    'cert.pem',
    'key.pem',
    'cert.csr',
    'cert.ext',
  ].map((name) => join(folder, name)) as [string, string, string, string, string, string];
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
    '-keyout',
    caKey,
    '-out',
    ca,
  );
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', key, '-out', request);
  writeFileSync(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  openssl(
    'x509',
    '-req',
    '-in',
    request,
    '-CA',
    ca,
    '-CAkey',
    caKey,
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    extensions,
    '-out',
    cert,
  );
  return { ca, cert, key };
}
