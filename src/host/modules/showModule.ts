// Gathers what is known of a module: what the command line reads from the file, and which graphs name it.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { runLines } from '../../build/lineProcess.ts';
import { realClock } from '../realClock.ts';
import type { LanguageService } from '../language/languageService.ts';
import { failurePage, type InspectedModule, modulePage, type UsingGraph } from './modulePage.ts';
import { namesModule } from './namesModule.ts';

export interface ModuleEditorOptions {
  /** The bundle of the command line. */
  readonly cliPath: string;
  readonly language: Pick<LanguageService, 'outline' | 'onTold'>;
}

/** The page about one module in one place. */
export class ShownModule {
  readonly #uri: vscode.Uri;
  readonly #webview: vscode.Webview;
  readonly #options: ModuleEditorOptions;
  #reading: Promise<InspectedModule | string> | undefined;
  #shown = '';
  #turn = 0;
  #isClosed = false;

  constructor(uri: vscode.Uri, webview: vscode.Webview, options: ModuleEditorOptions) {
    this.#uri = uri;
    this.#webview = webview;
    this.#options = options;
  }

  /** Shows what the file is now. */
  async read(): Promise<void> {
    this.#reading = inspect(this.#uri.fsPath, this.#options.cliPath);
    await this.showGraphs();
  }

  /** Shows which graphs name it now. The page stays as it is, unfolded and scrolled, when there is nothing new. */
  async showGraphs(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const graphs = findGraphs(this.#uri, this.#options.language);
    const [reading, found] = await Promise.all([this.#reading, graphs]);
    if (this.#isClosed || turn !== this.#turn || reading === undefined) return;
    const about = { title: basename(this.#uri.fsPath), language: vscode.env.language };
    const html =
      typeof reading === 'string' ? failurePage(about, reading) : modulePage(about, reading, found);
    if (html === this.#shown) return;
    this.#shown = html;
    this.#webview.html = html;
  }

  /** Nothing can be shown any more. */
  close(): void {
    this.#isClosed = true;
  }
}

/** What the module is, or why that cannot be told. */
async function inspect(path: string, cliPath: string): Promise<InspectedModule | string> {
  const lines: string[] = [];
  const errors: string[] = [];
  const signal = AbortSignal.timeout(60_000);
  const { code, error } = await runLines({
    command: process.execPath,
    args: [cliPath, 'inspect', '--json', '--wit', path],
    // On the desktop this program is Electron, which is Node when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' },
    onLine: (line) => lines.push(line),
    onErrorLine: (line) => errors.push(line),
    signal,
    clock: realClock,
  });
  if (code === 0) return JSON.parse(lines.join('\n')) as InspectedModule;
  if (signal.aborted) return 'Reading this module took longer than a minute, and was given up.';
  return error?.message ?? errors.join('\n').replace(/^error: /, '');
}

async function findGraphs(
  uri: vscode.Uri,
  language: Pick<LanguageService, 'outline'>,
): Promise<UsingGraph[]> {
  const outline = await language.outline();
  const name = basename(uri.fsPath, '.wasm');
  const found = (outline?.graphs ?? []).map(async (graph) => {
    const bytes = await Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.parse(graph.uri))).catch(
      () => new Uint8Array(), // Deleted meanwhile.
    );
    const path = vscode.workspace.asRelativePath(vscode.Uri.parse(graph.uri));
    return namesModule(new TextDecoder().decode(bytes), name) ? [{ name: graph.name, path }] : [];
  });
  return (await Promise.all(found)).flat();
}
