// The commands `push` and `pull` with their options, as people type them. Knows nothing about what they do.
import { type Command, Option } from 'commander';
import { AppError } from '../base/errors.ts';
import { manifestForms } from '../registry/manifests.ts';
import type { OnExit } from './exitCodes.ts';
import type { PullFlags } from './pullCommand.ts';
import type { PushFlags } from './pushCommand.ts';
import { readModule, readPath } from './runFlags.ts';
import type { Terminal } from './terminal.ts';

export function addPush(program: Command, terminal: Terminal, onExit: OnExit): void {
  const command = program
    .command('push')
    .description('send a graph definition and the modules it refers to to a registry')
    .argument('<graph>', 'graph definition');
  addRegistryOptions(command)
    .option('--name <name>', "the graph's name there (default: metadata.name)")
    .option('--tag <tag>', "the graph's tag there (default: metadata.version)")
    .option('--overwrite', 'write over tags that have another content; running graphs pick that up')
    .option('--build', 'first build the operators of the workspace that the graph uses and that have changed')
    .option('-n, --dry-run', 'tell what would be sent where, and send nothing')
    .option(
      '--created <time>',
      'time in the manifests, for digests that can be reproduced (default: SOURCE_DATE_EPOCH, else now)',
      readTime,
    )
    .addOption(
      new Option(
        '--manifest <form>',
        'image-1.0: for tools that tell modules by the media type of the config',
      )
        .choices(manifestForms)
        .default('artifact'),
    )
    .action(async (file: string, flags: PushFlags) => {
      const { pushGraph } = await import('./pushCommand.ts');
      const created = flags.created ?? readEpoch(process.env['SOURCE_DATE_EPOCH']);
      onExit(await pushGraph(file, { ...flags, ...(created !== undefined && { created }) }, terminal));
    });
}

export function addPull(program: Command, terminal: Terminal, onExit: OnExit): void {
  const command = program
    .command('pull')
    .description('bring the modules that a graph lacks, or one graph or module, from a registry')
    .argument('<graph|reference>', 'graph definition, or host/path/name:tag (name:tag with --registry)');
  addRegistryOptions(command)
    .option('-o, --output <folder>', 'where the file of a graph goes', readPath, readPath('.'))
    .option('--refresh', 'ask also for modules that were pulled before; their tags may have been overwritten')
    .option('--overwrite', 'write over the file of a graph that is there')
    .action(async (what: string, flags: PullFlags) => {
      const { pull } = await import('./pullCommand.ts');
      onExit(await pull(what, flags, terminal));
    });
}

function addRegistryOptions(command: Command): Command {
  return command
    .option('-r, --registry <host/path>', 'the registry (default: DATAFLOW_GRAPH_REGISTRY)')
    .option('--insecure', 'allow plain HTTP to a registry on another machine')
    .option('--ca <file>', 'certificate authority of the registry, PEM; the others stay trusted', readPath)
    .option(
      '-u, --user <name>',
      'user name; the password comes from DATAFLOW_GRAPH_REGISTRY_PASSWORD (default: who is logged in with docker or podman)',
    )
    .option('--password-stdin', 'read the password from standard input')
    .addOption(
      new Option('-m, --module <reference=file>', 'the file of a module; may be repeated')
        .argParser(readModule)
        .default(new Map<string, string>(), 'none'),
    )
    .option('--cache <folder>', 'where pulled modules are kept')
    .option('--json', 'print the result as JSON');
}

/** ISO 8601, or whole seconds since 1970. Errors: USAGE. */
function readTime(text: string): number {
  const timeMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(timeMs) || Math.abs(timeMs) > 8.64e15)
    throw new AppError(
      'USAGE',
      `"${text}" is no time. Write it as 2026-01-31T12:00:00Z, or in seconds since 1970.`,
    );
  return timeMs;
}

// https://reproducible-builds.org/specs/source-date-epoch/
function readEpoch(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : readTime(text);
}
