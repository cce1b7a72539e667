// Which names applications and operators can have, and why others not. Pure; knows no files.
import type { OperatorLanguage } from '../operatorLanguages.ts';
import { folderNames, javascriptWords, pythonWords, rustWords, windowsNames } from './reservedWords.ts';

/** Registries and Kubernetes take no longer names for one part of a path. */
const MAX_NAME_LENGTH = 63;
/** File systems take names of 255 bytes; what is made inside the folder must fit beside it. */
const MAX_FOLDER_BYTES = 200;

/** Part of a repository name in registries (OCI Distribution Specification 1.1, <name>) that is also a name for code. */
const operatorPattern = /^[a-z](?:[a-z0-9]|[-_](?=[a-z0-9]))*$/;

const languageWords: Readonly<
  Record<OperatorLanguage, readonly [words: ReadonlySet<string>, owner: string]>
> = {
  rust: [rustWords, 'Rust'],
  python: [pythonWords, 'Python'],
  javascript: [javascriptWords, 'npm'],
};

/** Why an operator in `language` cannot be called `name`, as a sentence with a way out; undefined when it can. */
export function whyNotOperatorName(name: string, language: OperatorLanguage): string | undefined {
  const [words, owner] = languageWords[language];
  if (name.trim() === '') return 'Give the operator a name, such as "temperature".';
  if (name.length > MAX_NAME_LENGTH)
    return `An operator's name has at most ${String(MAX_NAME_LENGTH)} characters; this one has ${String(name.length)}.`;
  if (!operatorPattern.test(name)) {
    const proposal = proposeName(name);
    const way = proposal === '' || proposal === name ? '' : ` Take "${proposal}", for example.`;
    return `"${name}" cannot be the name of an operator, which is also its name in registries: small letters a to z first, then also digits, with single hyphens or underscores between them.${way}`;
  }
  const identifier = identifierFrom(name);
  if (windowsNames.has(name)) return taken(name, 'Windows keeps it for a device');
  if (folderNames.has(name)) return taken(name, 'it is the name of a folder that tools use');
  if (words.has(identifier)) return taken(name, `${owner} uses it itself`);
  return undefined;
}

/** Why a folder of an application cannot be called `name`, as a sentence; undefined when it can. */
export function whyNotApplicationName(name: string): string | undefined {
  if (name.trim() === '') return 'Give the application a name, such as "thermostats".';
  if (new TextEncoder().encode(name).length > MAX_FOLDER_BYTES)
    return `The name of an application has at most ${String(MAX_FOLDER_BYTES)} bytes.`;
  // Windows allows none of these, and a workspace is shared by people of all systems.
  const bad = /[\p{Cc}\p{Cs}<>:"/\\|?*]/u.exec(name)?.[0];
  if (bad !== undefined)
    return `The name of an application becomes a folder, so it cannot contain ${JSON.stringify(bad)}.`;
  if (/^[\s.-]|[\s.]$/.test(name))
    return 'The name of an application cannot begin with a blank, a dot or a hyphen, nor end with a blank or a dot.';
  const stem = name.split('.')[0]?.toLowerCase() ?? '';
  if (windowsNames.has(stem)) return taken(name, 'Windows keeps it for a device');
  return undefined;
}

/** The name of an application's graph: what registries take, as close to the folder's name as it goes. */
export function graphNameFrom(applicationName: string): string {
  const name = proposeName(applicationName);
  return name === '' || /^(?:true|false|null|yes|no|on|off|y|n)$/.test(name) ? 'graph' : name;
}

/** What code calls an operator: hyphens become underscores. */
export function identifierFrom(name: string): string {
  return name.replaceAll('-', '_');
}

/** A name for an operator that is close to `text`; empty when nothing of it can stay. */
export function proposeName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/[-_]*-[-_]*|_{2,}/g, (separators) => (separators.includes('-') ? '-' : '_'))
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[-_]+$/, '');
}

function taken(name: string, reason: string): string {
  return `"${name}" cannot be used as a name, because ${reason}. Take "my-${name}", for example.`;
}
