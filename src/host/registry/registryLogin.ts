// Work with a registry, for which people are asked who they are when it wants to know. Knows nothing about the work.
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import { AppError } from '../../base/errors.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { connectRegistry } from '../../registry/connect.ts';
import { askHelper } from '../../registry/credentials/credentialProgram.ts';
import type { RegistryWords } from '../../registry/registryWords.ts';
import { realClock } from '../realClock.ts';
import type { RegistrySettings } from './registrySettings.ts';
import type { SecretCredentials } from './secretCredentials.ts';

/** Whoever is logged in with wrong credentials is asked so often. */
const MAX_LOGINS = 3;

export const registryWords: RegistryWords = {
  login: (host) => `enter your user name and password when asked, or log in with "docker login ${host}"`,
  certificate: 'name its certificate authority in the setting dataflowGraph.registry.certificateAuthority',
  insecure: 'allow it by the setting dataflowGraph.registry.insecure',
  overwrite: 'choose to overwrite it',
  rename: 'change metadata.name or metadata.version of the graph',
};

export class RegistryLogin {
  readonly #credentials: SecretCredentials;
  readonly #log: vscode.LogOutputChannel;

  constructor(credentials: SecretCredentials, log: vscode.LogOutputChannel) {
    this.#credentials = credentials;
    this.#log = log;
  }

  /** Works with a client; whoever is not known to the registry is asked who they are, and it works again. */
  async work<T>(
    settings: RegistrySettings,
    signal: AbortSignal,
    act: (client: RegistryClient) => Promise<T>,
  ): Promise<T | undefined> {
    const { host } = settings.place;
    for (let logins = 0; ; logins += 1)
      try {
        return await act(await this.connect(settings, signal));
      } catch (error) {
        const isUnknown = error instanceof AppError && error.code === 'REGISTRY_AUTHENTICATION';
        if (!isUnknown || logins === MAX_LOGINS) throw error;
        this.#log.warn(error.message);
        const hasOwn = (await this.#credentials.find(host)) !== undefined;
        const why = hasOwn
          ? 'The registry did not accept the kept credentials.'
          : 'The registry wants to know who you are.';
        if (!(await this.#credentials.ask(host, why))) throw error;
      }
  }

  /** Asks nobody. Errors: those of connectRegistry. */
  connect(settings: RegistrySettings, signal: AbortSignal): Promise<RegistryClient> {
    return connectRegistry({
      ...settings,
      credentials: {
        secretStores: [this.#credentials],
        environment: process.env,
        homeFolder: homedir(),
        askHelper,
      },
      words: registryWords,
      clock: realClock,
      signal,
      onWait: (sentence) => this.#log.warn(sentence),
    });
  }
}
