// Asks where a graph is to run: topics, registry, parameters, best answers first. Each answer is checked as the resource will be. Writes
// nothing.
import * as vscode from 'vscode';
import {
  type Deployment,
  requiredParameters,
  usualPlaces,
  whyNotDeployable,
} from '../../build/deploy/writeResources.ts';
import type { GraphDefinition, Parameter } from '../../graph/model.ts';
import { settingNames, settingsSection } from '../ids.ts';
import { deployWords } from './deploySettings.ts';

/** What is not asked for. */
export interface DeploymentFrame {
  readonly name: string;
  readonly namespace: string;
  readonly profile: string;
  /** Whose settings count. */
  readonly uri: vscode.Uri;
}

const title = 'Create Resource';
/** Stands for what has not been asked for yet, and overlaps with no topic that is entered. */
const notAsked = 'not-asked/yet';

/** Undefined when the person gives up. */
export async function askDeployment(
  graph: GraphDefinition,
  { uri, ...frame }: DeploymentFrame,
): Promise<Deployment | undefined> {
  const { endpoint } = usualPlaces;
  const blank: Deployment = {
    ...frame,
    source: { endpoint, topics: [notAsked] },
    destination: { endpoint, topic: `${notAsked}/either` },
    registry: { endpoint },
    parameters: new Map(requiredParameters(graph).map(({ name }) => [name, ''])),
  };
  const refuse = (deployment: Deployment): string | undefined =>
    whyNotDeployable(graph, deployment, deployWords);

  const topics = await askText(
    'MQTT topics that the graph reads, with commas between them',
    'sensors/#',
    (text) => refuse({ ...blank, source: { endpoint, topics: splitTopics(text) } }),
  );
  if (topics === undefined) return undefined;
  const source = { endpoint, topics: splitTopics(topics) };
  const topic = await askText(
    'The topic it writes to; ${inputTopic} stands for the one a message came from',
    `out/${frame.name}`,
    (text) => refuse({ ...blank, source, destination: { endpoint, topic: text } }),
  );
  if (topic === undefined) return undefined;
  const registry = await askRegistry(uri, (given) => refuse({ ...blank, registry: given }));
  const parameters = registry && (await askParameters(graph));
  if (!parameters) return undefined;
  return { ...frame, source, destination: { endpoint, topic }, registry, parameters };
}

function splitTopics(text: string): string[] {
  return text.split(',').map((topic) => topic.trim());
}

function askText(
  prompt: string,
  value: string,
  refuse?: (text: string) => string | undefined,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    ...(refuse && { validateInput: refuse }),
  });
}

/** The RegistryEndpoint that the cluster has, or one for the registry of the workspace. */
async function askRegistry(
  uri: vscode.Uri,
  refuse: (registry: Deployment['registry']) => string | undefined,
): Promise<Deployment['registry'] | undefined> {
  const settings = vscode.workspace.getConfiguration(settingsSection, uri);
  const text = (name: string): string => settings.get<string>(name, '').trim();
  const place = [text(settingNames.registryHost), text(settingNames.registryPathPrefix)]
    .filter((part) => part !== '')
    .join('/')
    .replace(/^https?:\/\//, '');
  const { endpoint: usual } = usualPlaces;
  const items = [
    ...(place === ''
      ? []
      : [
          {
            label: `A new one for ${place}`,
            description: 'written too, for access without a password',
            place,
          },
        ]),
    { label: usual, description: 'the one that Azure IoT Operations sets up', usual },
    { label: 'Another one', description: 'that the cluster has, by its name' },
  ];
  const placeHolder = 'The RegistryEndpoint in the cluster that has the graph and its modules';
  const chosen: { place?: string; usual?: string } | undefined = await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  if (chosen.usual !== undefined) return { endpoint: chosen.usual };
  const host = chosen.place === undefined ? {} : { host: chosen.place };
  const endpoint = await askText('Name of the RegistryEndpoint', 'my-registry', (name) =>
    refuse({ endpoint: name, ...host }),
  );
  return endpoint === undefined ? undefined : { endpoint, ...host };
}

/** Those that have no default, and what else is chosen to be set. */
async function askParameters(graph: GraphDefinition): Promise<ReadonlyMap<string, string> | undefined> {
  const required = requiredParameters(graph);
  const isRequired = new Set(required.map(({ name }) => name));
  const declared = graph.moduleConfigurations.flatMap(({ parameters }) => parameters);
  const optional = [...new Map(declared.map((each) => [each.name, each])).values()].filter(
    ({ name }) => !isRequired.has(name),
  );
  const chosen = await chooseParameters(optional);
  if (!chosen) return undefined;
  const values = new Map<string, string>();
  for (const parameter of [...required, ...chosen]) {
    const value = await askText(describe(parameter), parameter.default ?? '');
    if (value === undefined) return undefined;
    values.set(parameter.name, value);
  }
  return values;
}

async function chooseParameters(optional: readonly Parameter[]): Promise<Parameter[] | undefined> {
  if (optional.length === 0) return [];
  const items = optional.map((parameter) => ({
    label: parameter.name,
    description: parameter.default === undefined ? 'not set' : `default: ${parameter.default}`,
    ...(parameter.description !== undefined && { detail: parameter.description }),
    parameter,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Parameters to set; the others keep their defaults',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return chosen?.map(({ parameter }) => parameter);
}

function describe({ description, name }: Parameter): string {
  return description === undefined ? `Value of "${name}"` : `Value of "${name}": ${description}`;
}
