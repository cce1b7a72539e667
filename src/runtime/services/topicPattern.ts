// Topics with tokens, `vehicles/{executorId}/command/{commandName}`, as commands over MQTT have them. Source: Azure IoT Operations SDKs,
// "Topic Structure". Knows nothing about commands.
import { isTopicFilterValid } from '../../graph/topicFilter.ts';

/** What is wrong with a pattern, a namespace or a value for a token; the message is half a sentence. */
export class TopicPatternFault extends Error {
  override readonly name = 'TopicPatternFault';
}

/** Values by the name of the token. */
export type TopicTokens = ReadonlyMap<string, string>;

/** Printable ASCII but space, wildcards and braces. */
const PLAIN = /^[!-"$-*,-z|~]*$/;
const TOKEN = /\{([^}]*)\}/g;

export class TopicPattern {
  /** With the namespace before it and those tokens filled in whose values were known from the start. */
  readonly #pattern: string;

  /** Throws {@link TopicPatternFault}. */
  constructor(pattern: string, namespace: string | undefined, tokens: TopicTokens) {
    checkPattern(pattern);
    if (namespace !== undefined && !isReplacement(namespace))
      throw new TopicPatternFault(`the namespace "${namespace}" cannot stand in a topic`);
    const filled = pattern.replace(TOKEN, (token, name: string) => {
      const value = tokens.get(name);
      return value === undefined ? token : checkValue(name, value);
    });
    this.#pattern = namespace === undefined ? filled : `${namespace}/${filled}`;
    if (!isTopicFilterValid(this.filter))
      throw new TopicPatternFault(
        `"${pattern}" has a token that is only part of a level: nobody could subscribe to it`,
      );
  }

  /** The topic filter for all that the pattern can become: `+` for each token that is still open. */
  get filter(): string {
    return this.#pattern.replace(TOKEN, '+');
  }

  /** The topic, with values for the tokens that are still open. Throws {@link TopicPatternFault}. */
  fill(tokens: TopicTokens): string {
    return this.#pattern.replace(TOKEN, (_, name: string) => {
      const value = tokens.get(name);
      if (value === undefined) throw new TopicPatternFault(`the token {${name}} has no value`);
      return checkValue(name, value);
    });
  }
}

/** Whether `text` may stand for a token or as a namespace: levels that are not empty, of printable ASCII without wildcards. */
export function isReplacement(text: string): boolean {
  return PLAIN.test(text) && text.split('/').every((level) => level !== '');
}

/** Whether `name` may be the name of a command. */
export function isCommandName(name: string): boolean {
  return name !== '' && PLAIN.test(name);
}

function checkPattern(pattern: string): void {
  const refuse = (why: string): never => {
    throw new TopicPatternFault(`the topic pattern "${pattern}" ${why}`);
  };
  if (pattern.trim() === '') refuse('is empty');
  if (pattern.startsWith('$')) refuse('begins with "$", which brokers keep for themselves');
  if (pattern.split('/').some((level) => level.trim() === '')) refuse('has an empty level');
  if (pattern.includes('}{')) refuse('has two tokens without anything between them');
  for (const [, name = ''] of pattern.matchAll(TOKEN))
    if (name === '' || name.includes('/') || !PLAIN.test(name))
      refuse(`has the token {${name}}, which is no name`);
  if (!PLAIN.test(pattern.replace(TOKEN, '')))
    refuse('has characters that are not allowed: of ASCII all but spaces, "+", "#" and single braces is');
}

function checkValue(name: string, value: string): string {
  if (isReplacement(value)) return value;
  throw new TopicPatternFault(`the value "${value}" for the token {${name}} cannot stand in a topic`);
}
