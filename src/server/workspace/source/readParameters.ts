// Which parameters operators read: follows the configuration that `init` is given through the names, loops, closures and
// functions it goes through, up to the texts that the keys of its properties are compared with. What it finds is proven;
// what it cannot follow it leaves out. Knows no files.
import type { ModuleOperationType } from '../../../graph/model.ts';
import { comparedTexts, textAt } from './comparisons.ts';
import {
  type Alias,
  aliasOf,
  before,
  callAround,
  type Expression,
  functionAround,
  memberBehind,
} from './expressions.ts';
import { type BoundName, followProperties, keyMethods, type Role } from './followProperties.ts';
import { isAt, nameAt, type SourceFunction, type TokenRange } from './functions.ts';
import type { SourceFile } from './sourceFile.ts';

/** A parameter that is read; `start` and `end` are the place of its name in `file`. */
export interface ReadParameter {
  readonly name: string;
  /** The operators whose `init` leads there; empty when that is not known. */
  readonly operators: readonly ModuleOperationType[];
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A name with a role, in a part of a file. */
interface Binding extends BoundName {
  readonly file: SourceFile;
  readonly operator: ModuleOperationType | undefined;
}

/** More than any operator needs; keeps odd texts from taking long. */
const maxBindings = 400;
const maxUses = 20_000;

/** Parameters that the operators in `files` read, each name once, sorted by name. */
export function readParameters(files: readonly SourceFile[]): ReadParameter[] {
  return new ParameterReader(files).read();
}

class ParameterReader {
  readonly #files: readonly SourceFile[];
  readonly #bindings = new Map<string, Binding>();
  readonly #found = new Map<
    string,
    { operators: Set<ModuleOperationType>; file: SourceFile; token: number }
  >();

  constructor(files: readonly SourceFile[]) {
    this.#files = files;
  }

  read(): ReadParameter[] {
    for (const file of this.#files) this.#addRoots(file);
    let uses = 0;
    // Bindings that are added meanwhile are visited too.
    for (const binding of this.#bindings.values()) {
      for (const at of binding.file.occurrences.get(binding.name) ?? []) {
        if (at < binding.scope.from || at >= binding.scope.to || !isName(binding, at)) continue;
        this.#visit(binding, at);
        uses += 1;
        if (uses > maxUses) break;
      }
    }
    return [...this.#found]
      .map(([name, { operators, file, token }]) => {
        const { start = 0, end = 0 } = file.list.tokens[token] ?? {};
        return { name, operators: [...operators], file, start, end };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #addRoots(file: SourceFile): void {
    const { functions, list, operators } = file;
    for (const { type, init } of operators) {
      const first = init?.parameters[0];
      if (init && first) this.#bindParameter(file, init, 0, 'configuration', type);
    }
    const inits = new Set(operators.map(({ init }) => init));
    for (const one of functions)
      one.parameters.forEach(({ tokens }, index) => {
        const to = Math.min(tokens.to, tokens.from + 40);
        for (let at = tokens.from; at < to && !inits.has(one); at += 1)
          if (isAt(list, at, 'ModuleConfiguration'))
            this.#bindParameter(file, one, index, 'configuration', undefined);
      });
  }

  #bindParameter(
    file: SourceFile,
    { parameters, body }: SourceFunction,
    index: number,
    role: Role,
    operator: ModuleOperationType | undefined,
  ): void {
    const parameter = parameters[index];
    if (!parameter) return;
    const { name, tokens } = parameter;
    if (name !== '') this.#bind({ file, operator, name, role, scope: body });
    else if (role === 'configuration' && hasProperties(file, tokens))
      this.#bind({ file, operator, name: 'properties', role: 'properties', scope: body });
  }

  #bind(binding: Binding): void {
    const { file, name, operator = '', role, scope, isMember = false } = binding;
    if (name === '_' || this.#bindings.size >= maxBindings) return;
    const place = `${String(this.#files.indexOf(file))} ${String(scope.from)} ${String(scope.to)}`;
    const key = `${name} ${role} ${operator} ${place} ${String(isMember)}`;
    if (!this.#bindings.has(key)) this.#bindings.set(key, binding);
  }

  #visit(binding: Binding, at: number): void {
    const { file, role } = binding;
    const use: Expression = binding.isMember ? { first: at - 2, last: at } : { first: at, last: at };
    switch (role) {
      case 'configuration':
        this.#visitConfiguration(binding, use);
        return;
      case 'properties':
      case 'record':
        this.#visitProperties(binding, use, role === 'record');
        return;
      case 'pair': {
        const key = keyOfPair(file, use);
        if (key) this.#visitKey(binding, key);
        else this.#pass(binding, use, 'pair');
        return;
      }
      case 'key':
        this.#visitKey(binding, use);
        return;
    }
  }

  #visitConfiguration(binding: Binding, use: Expression): void {
    const { file } = binding;
    const member = memberBehind(file.list, use);
    if (member?.name === 'properties' && member.open === undefined)
      this.#visitProperties(binding, { first: use.first, last: member.last }, false);
    else if (!member) {
      this.#pass(binding, use, 'configuration');
      const sign = before(file.list, use);
      const open = isAt(file.list, sign, '=') ? (file.list.partners[sign - 1] ?? -1) : -1;
      if (isAt(file.list, open, '{') && hasProperties(file, { from: open, to: sign }))
        this.#bindAlias(binding, { name: 'properties', isMember: false, isLocal: true }, 'properties', sign);
    }
  }

  #visitProperties(binding: Binding, use: Expression, isRecord: boolean): void {
    const { file } = binding;
    const { texts, names, values, records } = followProperties(file, use, isRecord);
    for (const at of texts) this.#add(binding, at);
    for (const each of names) this.#bind({ ...each, file, operator: binding.operator });
    for (const [expressions, role] of [
      [values, 'properties'],
      [records, 'record'],
    ] as const)
      for (const value of expressions) {
        const alias = aliasOf(file, value);
        if (alias) this.#bindAlias(binding, alias, role, value.first);
        this.#pass(binding, value, role);
      }
  }

  #visitKey(binding: Binding, use: Expression): void {
    const { file } = binding;
    let key = use;
    for (let steps = 0; steps < 10; steps += 1) {
      const member = memberBehind(file.list, key);
      if (member?.open === undefined || !keyMethods.includes(member.name)) break;
      if (member.last !== member.open + 1) break;
      key = { first: key.first, last: member.last };
    }
    for (const at of comparedTexts(file, key)) this.#add(binding, at);
    const alias = aliasOf(file, key);
    if (alias && !alias.isMember && alias.isLocal) this.#bindAlias(binding, alias, 'key', key.first);
    this.#pass(binding, key, 'key');
  }

  #bindAlias(binding: Binding, { name, isMember, isLocal }: Alias, role: Role, at: number): void {
    const { file, operator } = binding;
    const whole: TokenRange = { from: 0, to: file.list.tokens.length };
    const body = functionAround(file, at);
    const scope = isLocal && !isMember && body && !isGlobal(file, name, body) ? body : whole;
    this.#bind({ file, operator, name, role, scope, isMember });
  }

  /** `use` as an argument of a function that is known: its parameter has the same role. */
  #pass(binding: Binding, use: Expression, role: Role): void {
    const { file, operator } = binding;
    const call = callAround(file.list, use);
    const name = call && nameAt(file.list, call.callee);
    if (!call || name === undefined || isAt(file.list, call.callee - 1, 'fn', 'def', 'function')) return;
    const own = functionsNamed(file, name);
    const [target, ...rest] =
      own.length > 0 ? own : this.#files.flatMap((other) => functionsNamed(other, name));
    // Of several functions of one name it is not known which is meant.
    if (target && rest.length === 0) this.#bindParameter(target.file, target.one, call.index, role, operator);
  }

  #add({ file, operator }: Binding, at: number): void {
    const token = textAt(file, at) ?? at;
    const name = file.list.tokens[token]?.text ?? '';
    if (!/^[^\s]{1,100}$/.test(name)) return;
    const known = this.#found.get(name);
    const entry = known ?? { operators: new Set<ModuleOperationType>(), file, token };
    if (operator) entry.operators.add(operator);
    if (entry.file === file && token < entry.token) entry.token = token;
    this.#found.set(name, entry);
  }
}

function functionsNamed(file: SourceFile, name: string): { file: SourceFile; one: SourceFunction }[] {
  return (file.functionsByName.get(name) ?? []).map((one) => ({ file, one }));
}

/** Whether the name at `at` is the variable and not a member or a key of the same name. */
function isName({ file: { list }, isMember = false }: Binding, at: number): boolean {
  if (isMember) return isAt(list, at - 1, '.') && isAt(list, at - 2, 'self', 'this');
  return !isAt(list, at - 1, '.', '?.', '::');
}

/** `pair.0`, `pair[0]`. */
function keyOfPair({ list }: SourceFile, { first, last }: Expression): Expression | undefined {
  const isZero = list.tokens[last + 2]?.text === '0' && list.tokens[last + 2]?.kind === 'number';
  if (isZero && isAt(list, last + 1, '.')) return { first, last: last + 2 };
  return isZero && isAt(list, last + 1, '[') && isAt(list, last + 3, ']')
    ? { first, last: last + 3 }
    : undefined;
}

function hasProperties({ list }: SourceFile, { from, to }: TokenRange): boolean {
  for (let at = from; at < Math.min(to, from + 20); at += 1)
    if (isAt(list, at, 'properties') && isAt(list, at + 1, ',', '}', '=')) return true;
  return false;
}

/** Python's `global name` in a function. */
function isGlobal({ list, occurrences }: SourceFile, name: string, { from, to }: TokenRange): boolean {
  return (occurrences.get('global') ?? []).some((at) => at >= from && at < to && isAt(list, at + 1, name));
}
