// `dataflow-graph push`: sends a graph and its modules to a registry, after telling what that changes there. Knows nothing about how
// registries are spoken to.
import { join } from 'node:path';
import { listGraphOperators } from '../build/graphOperators.ts';
import { joinFailures } from '../base/errors.ts';
import { formatBytes } from '../base/formatBytes.ts';
import type { ManifestForm } from '../registry/manifests.ts';
import { executePush, type PushedArtifact, type PushResult } from '../registry/push.ts';
import {
  type PlannedArtifact,
  planPush,
  type PushPlan,
  type PushRequest,
  refuseOverwrites,
} from '../registry/pushPlan.ts';
import { formatReference, formatRegistry, type RegistryPlace } from '../registry/reference.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { findGraphModules } from '../runtime/run/graphModules.ts';
import { type GraphSource, readGraphSource } from '../runtime/run/graphSource.ts';
import { findWorkspaceFolder } from '../runtime/run/loadRun.ts';
import { exitCodes } from './exitCodes.ts';
import { formatTable } from './formatTable.ts';
import { connect, type RegistryFlags, registryWords, requirePlace, withCancel } from './registryFlags.ts';
import { commandLineWords } from './settingWords.ts';
import type { Terminal } from './terminal.ts';

export interface PushFlags extends RegistryFlags {
  readonly name?: string;
  readonly tag?: string;
  readonly module: ReadonlyMap<string, string>;
  readonly cache?: string;
  readonly overwrite?: boolean;
  readonly dryRun?: boolean;
  /** Builds the operators first that the graph uses and the workspace has. */
  readonly build?: boolean;
  readonly json?: boolean;
  /** Milliseconds since the epoch. */
  readonly created?: number;
  readonly manifest: ManifestForm;
}

/**
 * Returns the exit code. Errors: USAGE, GRAPH_INVALID, everything that is wrong with modules (all at once), and those of planPush and
 * executePush; FILE_UNREADABLE when the operators cannot be listed.
 */
export async function pushGraph(file: string, flags: PushFlags, terminal: Terminal): Promise<number> {
  const place = requirePlace(flags);
  const source = await readGraphSource(file);
  const workspaceFolder = await findWorkspaceFolder(file);
  if (flags.build && !(await buildModules(source, workspaceFolder, flags, terminal))) return exitCodes.failed;
  const request = await composeRequest(source, workspaceFolder, place, flags);
  return withCancel(async (signal) => {
    terminal.progress(`asking ${place.host} …`);
    const client = await connect(place, flags, terminal, signal);
    const plan = await planPush(request, client, registryWords);
    for (const warning of plan.warnings) terminal.log('warn', warning);
    if (flags.dryRun) return tellPlan(plan, flags, terminal);
    if (!flags.overwrite) refuseOverwrites(plan, registryWords);
    if (!flags.json) warnOfOverwrites(plan, terminal);
    const result = await executePush(plan, client, {
      words: registryWords,
      isOverwriteAllowed: flags.overwrite ?? false,
      onProgress: ({ sentBytes, totalBytes, label }) =>
        terminal.progress(`${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}: ${label}`),
    });
    tellResult(result, plan, flags, terminal);
    return exitCodes.ok;
  });
}

/** False when one of them cannot be built, which was told. What is unchanged is not built again. */
async function buildModules(
  { graph }: GraphSource,
  workspaceFolder: string,
  flags: PushFlags,
  terminal: Terminal,
): Promise<boolean> {
  const projects = await listGraphOperators(graph, workspaceFolder, flags.module);
  if (projects.length === 0) return true;
  const { buildProjects } = await import('./buildCommand.ts');
  const tell = (line: string): void => (flags.json ? terminal.tell(line) : terminal.print(line));
  const results = await buildProjects(projects, {}, terminal, tell);
  return results.every(({ error }) => !error);
}

async function composeRequest(
  { graph, text, title }: GraphSource,
  workspaceFolder: string,
  place: RegistryPlace,
  flags: PushFlags,
): Promise<PushRequest> {
  const { found, failures } = await findGraphModules(graph, {
    explicit: flags.module,
    workspaceFolder,
    cacheFolder: join(flags.cache ?? defaultCacheFolder(process.env), 'modules'),
    settingWords: commandLineWords,
  });
  const failure = joinFailures(failures);
  if (failure) throw failure;
  return {
    place,
    graph: { title, text, name: flags.name ?? graph.metadata.name, tag: flags.tag ?? graph.metadata.version },
    modules: found.map(({ reference, path, title: name }) => ({ reference, file: path, title: name })),
    createdMs: flags.created ?? Date.now(),
    form: flags.manifest,
  };
}

const actionWords = { create: 'new', overwrite: 'OVERWRITE', skip: 'there' } as const;

function tellPlan(plan: PushPlan, flags: PushFlags, terminal: Terminal): number {
  if (flags.json) terminal.print(JSON.stringify(describePlan(plan), undefined, 2));
  else {
    terminal.print(`to ${formatRegistry(plan.place)} (nothing was sent):`);
    const rows = plan.artifacts.map((artifact) => [
      actionWords[artifact.action],
      artifact.kind,
      formatReference(artifact.target),
      formatBytes(artifact.layer.size),
      artifact.source,
      artifact.existing === undefined ? '' : `has ${artifact.existing}`,
    ]);
    for (const line of formatTable(rows, new Set([3]))) terminal.print(`  ${line}`);
    warnOfOverwrites(plan, terminal);
  }
  // As the push itself would end.
  const isRefused = !flags.overwrite && plan.artifacts.some(({ action }) => action === 'overwrite');
  return isRefused ? exitCodes.failed : exitCodes.ok;
}

function warnOfOverwrites({ artifacts }: PushPlan, terminal: Terminal): void {
  for (const { target, existing } of artifacts.filter(({ action }) => action === 'overwrite'))
    terminal.log(
      'warn',
      `${formatReference(target)} is there with another content (${existing ?? ''}): running graphs pick up what it is overwritten with`,
    );
}

function describePlan({ place, artifacts, warnings }: PushPlan): object {
  return {
    registry: formatRegistry(place),
    dryRun: true,
    artifacts: artifacts.map(({ kind, target, source, action, existing, layer }: PlannedArtifact) => ({
      kind,
      reference: formatReference(target),
      action,
      source,
      sizeBytes: layer.size,
      contentDigest: layer.digest,
      existingDigest: existing ?? null,
    })),
    warnings,
  };
}

const outcomeWords = { created: 'pushed', overwritten: 'overwritten', skipped: 'there' } as const;

function tellResult(
  { artifacts, notices }: PushResult,
  plan: PushPlan,
  flags: PushFlags,
  terminal: Terminal,
): void {
  for (const notice of notices) terminal.log('warn', notice);
  if (flags.json) {
    const { place, warnings } = plan;
    const result = {
      registry: formatRegistry(place),
      dryRun: false,
      artifacts,
      warnings: [...warnings, ...notices],
    };
    terminal.print(JSON.stringify(result, undefined, 2));
    return;
  }
  const rows = artifacts.map(({ outcome, kind, reference, digest }: PushedArtifact) => [
    outcomeWords[outcome],
    kind,
    reference,
    digest,
  ]);
  for (const line of formatTable(rows)) terminal.print(line);
}
