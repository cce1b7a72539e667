// Says whether a component can serve an operation, before anything of it runs. Knows only names and versions.
import { AppError } from '../../base/errors.ts';
import { servedInterfaces } from './hostImports.ts';
import type { InterfaceName, ModuleFacts } from './inspectModule.ts';
import { MODEL_FEATURE, MODEL_PACKAGE, MODEL_PACKAGE_VERSION, modelInterfaces } from './neuralNetworks.ts';
import type { OperatorKind } from './operator.ts';
import { servedWasiInterfaces } from './wasiHost.ts';

const PROCESSOR = 'wasm-graph:processor';
/** The version of `wasm-graph:processor` that this host speaks; a patch more or less makes no difference. */
export const API_VERSION = '1.1.0';

/** What an operation asks of its module. */
export interface ModuleNeed {
  /** Operation name, for messages. */
  readonly node: string;
  /** Module file or reference, for messages. */
  readonly label: string;
  readonly kind: OperatorKind;
  /** Features that its graph asks for. Absent: no graph is known. */
  readonly features?: readonly string[];
}

/**
 * Throws AppError when the module cannot run as needed: MODULE_INTERFACE_MISSING, MODULE_API_VERSION,
 * MODULE_IMPORT_UNSUPPORTED, MODULE_FEATURE_MISSING. Messages say what was found and what is needed.
 */
export function checkModule(facts: ModuleFacts, need: ModuleNeed): void {
  const where = `Operation "${need.node}" cannot use ${need.label}`;
  const exported = facts.exports.filter((entry) => entry.packageName === PROCESSOR);
  const match = exported.find((entry) => entry.name === need.kind);
  if (!match)
    throw new AppError(
      'MODULE_INTERFACE_MISSING',
      `${where}: ${describeMissing(facts, need.kind, exported)}`,
    );
  if (!isSpoken(match.version))
    throw new AppError(
      'MODULE_API_VERSION',
      `${where}: it was built for version ${match.version || 'none'} of ${PROCESSOR}, this runtime speaks ${API_VERSION}. Rebuild it with an SDK for ${API_VERSION}.`,
    );
  for (const entry of facts.imports) checkImport(entry, where);
  checkFeatures(facts, need, where);
}

/** What checkModule would throw; undefined when the module can run as needed. */
export function whyRefused(facts: ModuleFacts, need: ModuleNeed): AppError | undefined {
  try {
    checkModule(facts, need);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error;
  }
}

function describeMissing(facts: ModuleFacts, kind: OperatorKind, exported: readonly InterfaceName[]): string {
  const needed = `needed is an export ${PROCESSOR}/${kind}@${API_VERSION}`;
  if (exported.length > 0)
    return `${needed}, the module offers ${exported.map((entry) => entry.name).join(', ')}. Change the operation's type, or the module.`;
  const offered = facts.exports.map((entry) => entry.full).join(', ') || 'nothing';
  return `${needed}, the module offers ${offered}. Build it as an operator (world ${kind}-impl).`;
}

function isSpoken(version: string): boolean {
  return majorMinor(version) === majorMinor(API_VERSION);
}

function majorMinor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function checkImport(entry: InterfaceName, where: string): void {
  if (entry.packageName === PROCESSOR) {
    if (!servedInterfaces.includes(entry.name)) throw unsupported(where, entry, 'there is no such interface');
    if (!isSpoken(entry.version))
      throw new AppError(
        'MODULE_API_VERSION',
        `${where}: it imports ${entry.full}, this runtime speaks ${API_VERSION}. Rebuild it with an SDK for ${API_VERSION}.`,
      );
    return;
  }
  if (entry.packageName === MODEL_PACKAGE) return checkModelImport(entry, where);
  checkWasiImport(entry, where);
}

function checkModelImport(entry: InterfaceName, where: string): void {
  if (!modelInterfaces.includes(entry.name)) throw unsupported(where, entry, 'there is no such interface');
  // Each release candidate is an interface of its own.
  if (entry.version !== MODEL_PACKAGE_VERSION)
    throw unsupported(where, entry, `this runtime speaks ${MODEL_PACKAGE}@${MODEL_PACKAGE_VERSION}`);
}

function checkFeatures({ imports }: ModuleFacts, { features }: ModuleNeed, where: string): void {
  if (!features || features.includes(MODEL_FEATURE)) return;
  const entry = imports.find(({ packageName }) => packageName === MODEL_PACKAGE);
  if (!entry) return;
  throw new AppError(
    'MODULE_FEATURE_MISSING',
    `${where}: it runs models (it imports ${entry.full}), which its graph does not ask for. Add "features: [{ name: ${MODEL_FEATURE} }]" to its "moduleRequirements".`,
  );
}

function checkWasiImport(entry: InterfaceName, where: string): void {
  const served = servedWasiInterfaces.filter((name) => name.startsWith(`${entry.packageName}/`));
  if (served.length === 0)
    throw unsupported(where, entry, 'operators get WASI 0.2 without network and files, and nothing else');
  if (majorMinor(entry.version) !== '0.2')
    throw unsupported(where, entry, 'this runtime speaks WASI 0.2; build for the target wasm32-wasip2');
  if (!served.includes(`${entry.packageName}/${entry.name}`))
    throw unsupported(
      where,
      entry,
      `local runs do not have this interface; of ${entry.packageName} they have ${served.join(', ')}`,
    );
}

function unsupported(where: string, entry: InterfaceName, reason: string): AppError {
  return new AppError('MODULE_IMPORT_UNSUPPORTED', `${where}: it imports ${entry.full}, but ${reason}.`);
}
