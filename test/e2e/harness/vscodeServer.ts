// A VS Code server of its own: its home, temporary, user data and extension folders exist for this run only, and its
// processes end with it. Must not know windows or tests.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { calmSettings, type Settings } from './calmSettings.ts';
import { waitUntil } from './waitUntil.ts';

const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 3_000;

/** An installed VS Code, as scripts/vscode.mjs prepares it. */
export interface VscodeInstallation {
  readonly version: string;
  readonly serverMain: string;
  /** The Node that runs it. */
  readonly node: string;
}

export interface ServerOptions {
  /** Unpacked extensions that every window has. */
  readonly extensions?: readonly string[];
  /** Packed extensions that are installed as users would do it. */
  readonly packedExtensions?: readonly string[];
  /** Whether folders must be trusted before what is in them is run; they are not at first. */
  readonly asksForTrust?: boolean;
}

/** A running server. Whoever started it stops it. */
export interface VscodeServer {
  readonly version: string;
  readonly origin: string;
  /** `127.0.0.1:PORT`, the authority of its files. */
  readonly authority: string;
  /** Folder of everything it writes; gone after `stop`. */
  readonly folder: string;
  /** Folder of its log files, the extension hosts' among them. */
  readonly logFolder: string;
  /** What it printed. */
  readonly output: () => string;
  /** User settings of windows opened from now on, beside the calm ones. */
  readonly setSettings: (settings: Settings) => void;
  /** The user's own keys of windows opened from now on, as keybindings.json has them. */
  readonly setKeys: (keys: readonly object[]) => void;
  readonly stop: () => Promise<void>;
}

/** Starts `installation`; resolves when it answers. Rejects with what it printed when it ends instead. */
export async function startServer(
  installation: VscodeInstallation,
  { extensions = [], packedExtensions = [], asksForTrust = false }: ServerOptions = {},
): Promise<VscodeServer> {
  // Not in the checkout: sockets are made in it, and their paths must be short.
  const folder = mkdtempSync(join(tmpdir(), 'dataflow-vscode-'));
  const environment = makeEnvironment(folder);
  copyExtensions(extensions, join(folder, 'extensions'));
  for (const path of packedExtensions) await installPacked(installation, folder, environment, path);
  const setSettings = (settings: Settings): void =>
    writeUser(folder, 'settings.json', { ...calmSettings, ...settings });
  const setKeys = (keys: readonly object[]): void => writeUser(folder, 'keybindings.json', keys);
  setSettings({});

  const logFile = join(folder, 'server.log');
  const output = (): string => readFileSync(logFile, 'utf8');
  const log = openSync(logFile, 'w');
  const child = spawn(installation.node, [installation.serverMain, ...serverFlags(folder, asksForTrust)], {
    env: environment,
    stdio: ['ignore', log, log],
    detached: true, // a process group of its own
  });
  const killOnExit = (): void => killGroup(child, 'SIGKILL');
  process.once('exit', killOnExit);
  const stop = async (): Promise<void> => {
    await stopGroup(child);
    process.off('exit', killOnExit);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const authority = `127.0.0.1:${await readPort(child, output)}`;
    const origin = `http://${authority}`;
    await waitUntil('the server to answer', () => isAnswering(origin), Boolean, START_PATIENCE_MS);
    const logFolder = join(folder, 'userData/logs');
    return {
      version: installation.version,
      origin,
      authority,
      folder,
      logFolder,
      output,
      setSettings,
      setKeys,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeEnvironment(folder: string): NodeJS.ProcessEnv {
  // A terminal of VS Code leaves variables that would confuse another one.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|VITEST|NODE_OPTIONS$|NODE_ENV$)/.test(name),
  );
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // npm puts what it installed here on the path of what it runs; people do not have that on theirs.
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((each) => !/[\\/]node_modules[\\/]\.bin$/.test(each));
  return {
    ...Object.fromEntries(own),
    PATH: path.join(delimiter),
    HOME: folder,
    TMPDIR: temporary,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'share'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    SHELL: '/bin/bash',
  };
}

function copyExtensions(extensions: readonly string[], target: string): void {
  mkdirSync(target, { recursive: true });
  for (const source of extensions) cpSync(source, join(target, basename(source)), { recursive: true });
}

function folderFlags(folder: string): string[] {
  return [
    '--accept-server-license-terms',
    ...['--server-data-dir', join(folder, 'serverData')],
    ...['--user-data-dir', join(folder, 'userData')],
    ...['--extensions-dir', join(folder, 'extensions')],
  ];
}

function serverFlags(folder: string, asksForTrust: boolean): string[] {
  return [
    ...folderFlags(folder),
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
    ...['--disable-telemetry', '--disable-getting-started-override'],
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    // Ends by itself some minutes after its last window, should nobody have ended it.
    '--enable-remote-auto-shutdown',
    // Newer versions load extensions under development only with it.
    '--enable-smoke-test-driver',
  ];
}

async function installPacked(
  { node, serverMain }: VscodeInstallation,
  folder: string,
  env: NodeJS.ProcessEnv,
  path: string,
): Promise<void> {
  await promisify(execFile)(node, [serverMain, ...folderFlags(folder), '--install-extension', path], { env });
}

function writeUser(folder: string, file: string, content: unknown): void {
  const user = join(folder, 'userData/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, file), JSON.stringify(content, undefined, 2));
}

async function readPort(child: ChildProcess, output: () => string): Promise<string> {
  const read = (): string | undefined => {
    if (hasEnded(child)) throw new Error(`VS Code's server ended at once:\n${output()}`);
    return /Extension host agent listening on (\d+)/.exec(output())?.[1];
  };
  return (await waitUntil("the server's port", read, (port) => port !== undefined, START_PATIENCE_MS)) ?? '';
}

async function isAnswering(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/version`)).ok;
  } catch {
    // Not yet.
    return false;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Extension hosts, file watchers and terminals are in the group, too. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody is left.
  }
}

async function stopGroup(child: ChildProcess): Promise<void> {
  killGroup(child, 'SIGTERM');
  try {
    await waitUntil('the server to end', () => hasEnded(child), Boolean, STOP_PATIENCE_MS);
  } catch {
    // It did not listen.
  }
  killGroup(child, 'SIGKILL');
}
