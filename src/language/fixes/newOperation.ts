// A new entry of `operations`. Knows nothing of the text it is written into.
import { hasOperator, type OperationType } from '../../graph/model.ts';
import type { NewMap } from '../../graph/yamlStyle.ts';

/** An operation of `type` named `name`, with a module reference where its type needs one. */
export function newOperation(type: OperationType, name: string): NewMap {
  const pairs: (readonly [string, string])[] = [
    ['operationType', type],
    ['name', name],
  ];
  return { pairs: hasOperator(type) ? [...pairs, ['module', guessReference(name)]] : pairs };
}

/** The module reference that the name of an operation suggests: `module-temperature/map` runs `temperature`. */
export function guessReference(name: string): string {
  const [first = ''] = name.split('/');
  const word = first
    .replace(/^module-/, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z]+|[^a-z0-9]+$/g, '')
    .replace(/([._-])[._-]+/g, '$1');
  return `${word === '' ? 'module' : word}:1.0.0`;
}
