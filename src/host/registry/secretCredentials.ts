// Keeps user names and passwords of registries in VS Code's secret storage, and asks for them. Nothing else of ours keeps secrets.
import * as vscode from 'vscode';
import { type Credential, readPassword, type SecretStore } from '../../registry/credentials/credential.ts';

const HOSTS = 'registries';

export class SecretCredentials implements SecretStore {
  readonly label: string = 'VS Code’s secret storage';
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async find(host: string): Promise<Credential | undefined> {
    const text = await this.#secrets.get(keyOf(host));
    if (text === undefined) return undefined;
    const { user, password } = JSON.parse(text) as { user: string; password: string };
    return readPassword(user, password);
  }

  /** Asks the person for both and keeps them. False when the person does not want to. */
  async ask(host: string, why: string): Promise<boolean> {
    const title = `Log in to ${host}`;
    const options = { title, ignoreFocusOut: true };
    const user = await vscode.window.showInputBox({ ...options, prompt: why, placeHolder: 'User name' });
    if (user === undefined || user === '') return false;
    const password = await vscode.window.showInputBox({
      ...options,
      prompt: `Password or access token of ${user}. It is kept in VS Code’s secret storage.`,
      password: true,
    });
    if (password === undefined || password === '') return false;
    await this.#secrets.store(keyOf(host), JSON.stringify({ user, password }));
    await this.#remember([...new Set([...(await this.hosts()), host])]);
    return true;
  }

  /** Hosts that something is kept for. */
  async hosts(): Promise<string[]> {
    return JSON.parse((await this.#secrets.get(HOSTS)) ?? '[]') as string[];
  }

  async forget(host: string): Promise<void> {
    await this.#secrets.delete(keyOf(host));
    await this.#remember((await this.hosts()).filter((each) => each !== host));
  }

  // VS Code before 1.101 cannot list what it keeps.
  async #remember(hosts: readonly string[]): Promise<void> {
    await this.#secrets.store(HOSTS, JSON.stringify(hosts));
  }
}

function keyOf(host: string): string {
  return `registry:${host}`;
}
