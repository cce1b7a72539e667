// Decides what each operator's `init` is given: declared parameters with their values, and module schemas. Knows nothing
// about where overrides come from.
import { AppError } from '../../base/errors.ts';
import type { ModuleConfiguration, Parameter } from '../../graph/model.ts';
import type { OperatorConfiguration } from '../../protocol/engine.ts';
import type { ParameterOverride } from '../services/parameterOverrides.ts';

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
): ConfiguredOperators {
  const used = new Set<ParameterOverride>();
  const missing: string[] = [];
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
      else if (parameter.isRequired) missing.push(`"${parameter.name}" of operation "${operation}"`);
    }
    configurations.set(operation, { properties: [...properties], moduleSchemas });
  }
  if (missing.length > 0)
    throw new AppError(
      'PARAMETER_REQUIRED',
      `No value for the required parameter ${missing.join(' and ')}. Give it a default in moduleConfigurations, or a value for this run (--param "node.key=value").`,
    );
  const warnings = overrides
    .filter((override) => !used.has(override))
    .map((each) => describeUnused(each, operations));
  return { configurations, warnings };
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
