// The rules by which a run answers commands itself, ready for use: topics to match, conditions to test, answers to make. Knows
// nothing about brokers.
import { AppError, describeError } from '../../base/errors.ts';
import {
  fillTemplate,
  type MessageTemplate,
  parseTemplate,
  type TemplateSource,
} from '../../base/messageTemplate.ts';
import { formatPosition } from '../../base/position.ts';
import { parseResponders, type PlacedResponderRule, type ReplyRule } from '../../graph/responders.ts';
import { isTopicFilterValid, matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { UserProperty } from '../../protocol/message.ts';
import type { describeValue, Expression, ExpressionScope } from '../debugger/expression.ts';

/** What a rule answers; the properties are without those that every answer has. */
export interface RuleAnswer {
  readonly payload: Uint8Array;
  readonly contentType?: string;
  readonly userProperties: readonly UserProperty[];
}

export interface ResponderRule {
  /** `file:line`, for people. */
  readonly place: string;
  readonly filter: string;
  readonly delayMs: number;
  /** The values of the tokens; undefined when the topic is not one of the rule's. */
  readonly match: (topic: string) => Readonly<Record<string, string>> | undefined;
  /** Errors: EXPRESSION_FAILED. */
  readonly test: (scope: ExpressionScope) => boolean;
  /** Absent: nobody answers. `seq` counts the rule's answers from 0. Errors: EXPRESSION_FAILED. */
  readonly answer?: (scope: ExpressionScope, seq: number, source: TemplateSource) => RuleAnswer;
}

interface Cel {
  readonly Expression: typeof Expression;
  readonly describeValue: typeof describeValue;
}

/** Makes the rules in the text of `file` ready. Errors: FILE_INVALID with every problem and its line. */
export async function prepareResponders(text: string, file: string): Promise<readonly ResponderRule[]> {
  const { rules, problems } = parseResponders(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!rules)
    throw new AppError(
      'FILE_INVALID',
      errors.map(({ range, message }) => `${file}:${formatPosition(range.start)}: ${message}`).join('\n'),
    );
  // Most runs have no use for it.
  const cel = rules.some(({ when, reply }) => when !== undefined || reply?.value !== undefined)
    ? await import('../debugger/expression.ts')
    : undefined;
  return rules.map((rule) => prepareRule(rule, `${file}:${String(rule.range.start.line + 1)}`, cel));
}

function prepareRule(rule: PlacedResponderRule, place: string, cel: Cel | undefined): ResponderRule {
  const { topic, when, reply, error, noAnswer, delayMs = 0 } = rule;
  const kinds = [reply, error, noAnswer].filter((kind) => kind !== undefined);
  if (kinds.length !== 1)
    throw invalid(
      place,
      'a rule has exactly one of "reply", "error" and "noAnswer". Keep the one that is meant',
    );
  const condition = when === undefined ? undefined : compile(when, place, cel);
  const answer = reply ? prepareReply(reply, place, cel) : error && (() => describeFailure(error));
  const levels = topic.split('/');
  const filter = levels.map((level) => (/^\{[^{}]+\}$/.test(level) ? '+' : level)).join('/');
  if (!isTopicFilterValid(filter) || /[{}]/.test(filter))
    throw invalid(
      place,
      `"${topic}" is no topic. Write levels between slashes, each of which may be a token, {name}, or "+"; the last one may be "#"`,
    );
  return {
    place,
    filter,
    delayMs,
    match: (name) => (matchesTopicFilter(filter, name) ? readTokens(levels, name) : undefined),
    test: (scope) => condition?.test(scope) ?? true,
    ...(answer && { answer }),
  };
}

function readTokens(levels: readonly string[], topic: string): Record<string, string> {
  const values = topic.split('/');
  return Object.fromEntries(
    levels.flatMap((level, index) =>
      level.startsWith('{') ? [[level.slice(1, -1), values[index] ?? ''] as const] : [],
    ),
  );
}

function prepareReply(
  reply: ReplyRule,
  place: string,
  cel: Cel | undefined,
): NonNullable<ResponderRule['answer']> {
  const { text, json, value, contentType, userData = {} } = reply;
  if ([text, json, value].filter((kind) => kind !== undefined).length > 1)
    throw invalid(place, 'a reply has only one of "text", "json" and "value". Keep the one that is meant');
  const isJson = json !== undefined || value !== undefined;
  const type = contentType ?? (isJson ? 'application/json' : 'text/plain');
  const userProperties: UserProperty[] = [...Object.entries(userData), ['__stat', '200']];
  const answerWith = (payload: string): RuleAnswer => ({
    payload: Buffer.from(payload),
    contentType: type,
    userProperties,
  });
  if (value !== undefined) {
    const expression = compile(value, place, cel);
    return (scope) => answerWith(cel?.describeValue(expression.evaluate(scope)).json ?? '');
  }
  const template = readTemplate(json === undefined ? (text ?? '') : JSON.stringify(json), place);
  return (_scope, seq, source) => answerWith(fillTemplate(template, seq, source));
}

function readTemplate(text: string, place: string): MessageTemplate {
  const template = parseTemplate(text);
  const [fault] = template.faults;
  if (fault) throw invalid(place, `in the reply: ${fault.message.replace(/\.$/, '')}`);
  return template;
}

function describeFailure(error: NonNullable<PlacedResponderRule['error']>): RuleAnswer {
  const { status, message, isApplicationError, propertyName, propertyValue, userData = {} } = error;
  const optional = (key: string, value: string | undefined): UserProperty[] =>
    value === undefined ? [] : [[key, value]];
  return {
    payload: new Uint8Array(),
    userProperties: [
      ...Object.entries(userData),
      ['__stat', String(status)],
      ...optional('__stMsg', message),
      ...optional('__apErr', isApplicationError === true ? 'true' : undefined),
      ...optional('__propName', propertyName),
      ...optional('__propVal', propertyValue),
    ],
  };
}

function compile(text: string, place: string, cel: Cel | undefined): Expression {
  if (!cel) throw new Error('CEL was not loaded');
  try {
    return new cel.Expression(text);
  } catch (cause) {
    throw new AppError('FILE_INVALID', `${place}: ${describeError(cause)}`, { cause });
  }
}

function invalid(place: string, why: string): AppError {
  return new AppError('FILE_INVALID', `${place}: ${why}.`);
}
