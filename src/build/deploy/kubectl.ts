// Does something with a deployed graph through the person's own kubectl, context and rights. Knows nothing about how resources
// are written.
import { spawn } from 'node:child_process';
import { AppError, isSystemError } from '../../base/errors.ts';
import { LineSplitter } from '../../base/lineSplitter.ts';
import type { DeployWords } from './deployWords.ts';

/** What the resource is called in the cluster. */
export interface DeployedGraph {
  readonly name: string;
  readonly namespace: string;
}

export interface KubectlOptions {
  /** Context of the kubeconfig; by default the current one. */
  readonly context?: string;
  /** Program to call; by default the one on the path. */
  readonly program?: string;
  /** Gets what kubectl prints, line by line. */
  readonly onLine: (line: string) => void;
  readonly words: DeployWords;
  readonly signal?: AbortSignal;
}

/** Contexts of the person's kubeconfig. */
export interface KubeContexts {
  readonly names: readonly string[];
  readonly current?: string;
}

/** By its full name, since other products have kinds of similar names. */
const KIND = 'dataflowgraphs.connectivity.iotoperations.azure.com';
const LOGS_OF = 'app=aio-dataflow';

/** Creates the resources or changes those that are there. Errors: KUBECTL_MISSING, KUBECTL_NO_CONTEXT, KUBECTL_FAILED. */
export async function applyResources(resources: string, options: KubectlOptions): Promise<void> {
  await checkContext(options);
  await run(['apply', '-f', '-'], options, resources);
}

/** Tells what applying would change. Returns whether anything would. Errors: as above. */
export async function diffResources(resources: string, options: KubectlOptions): Promise<boolean> {
  await checkContext(options);
  // 1 says that there are differences; anything above is a failure.
  return (await run(['diff', '-f', '-'], options, resources, [0, 1])) === 1;
}

/** Removes the graph; what it shares with others, such as the registry endpoint, stays. Errors: as above. */
export async function deleteGraph(
  { name, namespace }: DeployedGraph,
  options: KubectlOptions,
): Promise<void> {
  await checkContext(options);
  await run(['delete', KIND, name, '--namespace', namespace, '--ignore-not-found'], options);
}

/** Prints the resource with the status that the cluster gives it, as YAML. Errors: as above. */
export async function showGraph({ name, namespace }: DeployedGraph, options: KubectlOptions): Promise<void> {
  await checkContext(options);
  await run(['get', KIND, name, '--namespace', namespace, '--output', 'yaml'], options);
}

/** Prints the last lines that data flows logged, and with `isFollowed` goes on until the signal. Errors: as above. */
export async function showLogs(
  namespace: string,
  isFollowed: boolean,
  options: KubectlOptions,
): Promise<void> {
  await checkContext(options);
  const args = ['logs', '--selector', LOGS_OF, '--namespace', namespace, '--tail', '50', '--prefix'];
  await run([...args, ...(isFollowed ? ['--follow'] : [])], options);
}

/** Names of the contexts, and which one kubectl takes by itself. Errors: KUBECTL_MISSING, KUBECTL_FAILED. */
export async function readContexts(options: Question): Promise<KubeContexts> {
  const names = await askNames(options);
  const [current] = await askCurrent(options);
  return { names, ...(current !== undefined && { current }) };
}

type Question = Omit<KubectlOptions, 'context' | 'onLine'>;

function askNames(options: Question): Promise<string[]> {
  return ask(['config', 'get-contexts', '--output', 'name'], options);
}

/** One name, or none. */
function askCurrent(options: Question): Promise<string[]> {
  return ask(['config', 'current-context'], options);
}

async function checkContext(options: KubectlOptions): Promise<void> {
  const { context, words } = options;
  const question = context === undefined ? askCurrent : askNames;
  const names = await question(options);
  if (context === undefined ? names.length > 0 : names.includes(context)) return;
  throw new AppError(
    'KUBECTL_NO_CONTEXT',
    context === undefined
      ? `kubectl has no current context, so it is not known which cluster is meant. Choose one with kubectl config use-context, or ${words.context}.`
      : `kubectl has no context "${context}". It has ${names.map((name) => `"${name}"`).join(', ') || 'none'}.`,
  );
}

/** The lines of the answer; none where kubectl says that there is nothing, which is exit code 1. */
async function ask(args: readonly string[], options: Question): Promise<string[]> {
  const lines: string[] = [];
  const onLine = (line: string): void => void (line !== '' && lines.push(line));
  const code = await run(args, { ...options, context: undefined, onLine }, undefined, [0, 1]);
  return code === 0 ? lines : [];
}

type RunOptions = Omit<KubectlOptions, 'context'> & { readonly context?: string | undefined };

/** Returns the exit code, one of `expected`. */
function run(
  args: readonly string[],
  { context, program = 'kubectl', onLine, signal, words }: RunOptions,
  input?: string,
  expected: readonly number[] = [0],
): Promise<number> {
  const all = [...(context === undefined ? [] : ['--context', context]), ...args];
  return new Promise((resolve, reject) => {
    // Without a shell: names come from files.
    const child = spawn(program, all, { stdio: 'pipe', ...(signal && { signal }) });
    let told = '';
    const out = new LineSplitter(onLine);
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.add(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    child.on('error', (error) => reject(explainStart(error, program, signal, words)));
    child.on('close', (code) => {
      out.end();
      if (code !== null && expected.includes(code)) resolve(code);
      else reject(fail(args, told, code));
    });
    child.stdin.on('error', () => undefined); // It has ended already; its exit code tells why.
    child.stdin.end(input ?? '');
  });
}

function explainStart(
  error: Error,
  program: string,
  signal: AbortSignal | undefined,
  words: DeployWords,
): Error {
  if (signal?.aborted) return error;
  if (!isSystemError(error, 'ENOENT')) return error;
  return new AppError(
    'KUBECTL_MISSING',
    `The program ${program} is not on the path. Install kubectl, or ${words.withoutKubectl}.`,
    { cause: error },
  );
}

function fail(args: readonly string[], told: string, code: number | null): AppError {
  const words = told.trim() || `it ended with ${code === null ? 'a signal' : `exit code ${String(code)}`}`;
  return new AppError('KUBECTL_FAILED', `kubectl ${args[0] ?? ''} failed: ${words}`);
}
