// Decides what each operator's `init` is given: declared parameters with their values, and module schemas. Knows nothing
// about where overrides come from.
import { AppError } from '../../base/errors.ts';
import type { ModuleConfiguration, Parameter } from '../../graph/model.ts';
import type { OperatorConfiguration } from '../../protocol/engine.ts';
import type { ParameterOverride } from '../services/parameterOverrides.ts';
import type { SettingWords } from './settingWords.ts';

export interface ConfiguredOperators {
  /** By operation name; operations without parameters have an entry too. */
  readonly configurations: ReadonlyMap<string, OperatorConfiguration>;
  /** Sentences about overrides that lead nowhere. */
  readonly warnings: readonly string[];
}

/**
 * One property per declared parameter that has a value: the override (the last one wins), else the default. An override
 * names the parameter by its key in the map or by its `name`; without a node it is for every operation that declares it.
 * Errors: PARAMETER_REQUIRED, naming every missing one.
 */
export function configureOperators(
  operations: readonly string[],
  declared: readonly ModuleConfiguration[],
  overrides: readonly ParameterOverride[],
  moduleSchemas: OperatorConfiguration['moduleSchemas'],
  settingWords?: SettingWords,
): ConfiguredOperators {
  const used = new Set<ParameterOverride>();
  const missing: MissingValue[] = [];
  const configurations = new Map<string, OperatorConfiguration>();
  for (const operation of operations) {
    const properties = new Map<string, string>();
    const parameters = declared
      .filter((entry) => entry.operation === operation)
      .flatMap((entry) => entry.parameters);
    for (const parameter of parameters) {
      const matching = overrides.filter((override) => isFor(override, operation, parameter));
      for (const override of matching) used.add(override);
      const value = matching.at(-1)?.value ?? parameter.default;
      if (value !== undefined) properties.set(parameter.name, value);
      else if (parameter.isRequired) missing.push({ operation, key: parameter.name });
    }
    configurations.set(operation, { properties: [...properties], moduleSchemas });
  }
  const [first, ...others] = missing;
  if (first) throw refuseMissing([first, ...others], settingWords);
  const warnings = overrides
    .filter((override) => !used.has(override))
    .map((each) => describeUnused(each, operations));
  return { configurations, warnings };
}

interface MissingValue {
  readonly operation: string;
  readonly key: string;
}

function refuseMissing(
  missing: readonly [MissingValue, ...MissingValue[]],
  settingWords: SettingWords | undefined,
): AppError {
  const [{ operation, key }] = missing;
  const names = missing.map((each) => `"${each.key}" of operation "${each.operation}"`);
  const forThisRun = settingWords ? `, or ${settingWords.parameter(operation, key)}` : '';
  return new AppError(
    'PARAMETER_REQUIRED',
    `No value for the required parameter ${names.join(' and ')}. Give it a default in moduleConfigurations${forThisRun}.`,
  );
}

function isFor(override: ParameterOverride, operation: string, parameter: Parameter): boolean {
  const isHere = override.node === undefined || override.node === operation;
  return isHere && (override.key === parameter.name || override.key === parameter.key);
}

function describeUnused({ node, key }: ParameterOverride, operations: readonly string[]): string {
  if (node !== undefined && !operations.includes(node))
    return `The value for parameter "${key}" is not used: there is no operation "${node}" with a module. Operations are ${operations.join(', ')}.`;
  const where = node === undefined ? 'no operation declares it' : `operation "${node}" does not declare it`;
  return `The value for parameter "${key}" is not used: ${where} in moduleConfigurations.`;
}
