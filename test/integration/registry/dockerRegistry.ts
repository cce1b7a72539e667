// Debian's docker-registry, started by a test and stopped by its process, in the modes that people run registries in, and the programs
// that look into it besides ours. Install with: apt-get install docker-registry skopeo openssl; ORAS by scripts/toolchains.mjs.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { canConnect, freePort } from '../broker/mosquittoBroker.ts';

const ownOras = resolve('.cache/oras/usr/bin/oras');
export const oras: string = process.env['ORAS'] ?? (existsSync(ownOras) ? ownOras : 'oras');

/** The reason to skip, undefined when all are there. Where everything has to be there, nothing is skipped. */
export function missingPrograms(...programs: readonly string[]): string | undefined {
  const absent = programs.filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  if (absent.length === 0 || process.env['REQUIRE_ALL'] === 'true') return undefined;
  return `skipped, not installed: ${absent.join(', ')} (scripts/toolchains.mjs tells how)`;
}

/** Of user "ada" and password "lovelace". */
const passwords = 'ada:$2y$05$1.a7O9POlDaoTXb3av7lo.Bu2IEo3931WyCYVXrR.R9VhXcLZL5tK';

export interface RegistryModes {
  readonly hasPasswords?: boolean;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly tokens?: { readonly realm: string; readonly service: string; readonly authority: string };
}

export class DockerRegistry {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'registry-'));
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, modes: RegistryModes) {
    this.port = port;
    const path = join(this.folder, 'config.yml');
    writeFileSync(join(this.folder, 'htpasswd'), `${passwords}\n`);
    writeFileSync(path, JSON.stringify(this.#configure(modes)));
    this.#process = spawn('docker-registry', ['serve', path], { stdio: 'ignore' });
  }

  static async start(modes: RegistryModes = {}): Promise<DockerRegistry> {
    const registry = new DockerRegistry(await freePort(), modes);
    for (let attempt = 0; !(await canConnect(registry.port)); attempt += 1) {
      if (registry.#process.exitCode !== null || attempt > 400)
        throw new Error('docker-registry did not start');
      await new Promise((later) => setTimeout(later, 25));
    }
    return registry;
  }

  /** With port. */
  get host(): string {
    return `localhost:${String(this.port)}`;
  }

  #configure({ hasPasswords, tls, tokens }: RegistryModes): object {
    const auth = {
      ...(hasPasswords && { htpasswd: { realm: 'tests', path: join(this.folder, 'htpasswd') } }),
      ...(tokens && {
        token: {
          realm: tokens.realm,
          service: tokens.service,
          issuer: 'tests',
          rootcertbundle: tokens.authority,
        },
      }),
    };
    return {
      version: '0.1',
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(this.folder, 'data') } },
      http: {
        addr: `127.0.0.1:${String(this.port)}`,
        ...(tls && { tls: { certificate: tls.cert, key: tls.key } }),
      },
      ...(Object.keys(auth).length > 0 && { auth }),
    };
  }

  async dispose(): Promise<void> {
    if (this.#process.exitCode === null) {
      const isGone = new Promise((gone) => this.#process.once('exit', gone));
      this.#process.kill('SIGKILL');
      await isGone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
