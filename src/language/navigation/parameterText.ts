// One parameter in one line of Markdown, however it is known. Knows nothing about where it stands.
import { code, plain } from './markdown.ts';

/** What is told of a parameter. */
export interface ParameterText {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly isRequired?: boolean;
}

/** `` `bound` = `"5"`: Least value `` or `` `bound` (required) ``. */
export function summarizeParameter({ name, description, default: value, isRequired }: ParameterText): string {
  const given = value === undefined ? '' : ` = ${code(JSON.stringify(value))}`;
  const needed = isRequired === true ? ' (required)' : '';
  const told = description === undefined || description === '' ? '' : `: ${plain(description)}`;
  return code(name) + given + needed + told;
}
