// The commands `new` and `build` with their options, as people type them. Knows nothing about what they do.
import { type Command, Option } from 'commander';
import { operatorLanguages } from '../build/operatorLanguages.ts';
import { rustSdks } from '../build/templates/operatorKinds.ts';
import { moduleOperationTypes } from '../graph/model.ts';
import type { BuildFlags } from './buildCommand.ts';
import type { OnExit } from './exitCodes.ts';
import type { NewFlags } from './newCommand.ts';
import { readCount } from './runFlags.ts';
import type { Terminal } from './terminal.ts';

export function addBuild(program: Command, terminal: Terminal, onExit: OnExit): void {
  program
    .command('build')
    .description('build operators into modules that graphs find')
    .argument('[name...]', 'operators, by the names of their folders (default: all of them)')
    .addOption(new Option('--debug', 'without optimization').conflicts('release'))
    .option('--release', 'optimized (the default)')
    .addOption(
      new Option('--container <engine>', 'build with the container builders').choices(['docker', 'podman']),
    )
    .option('-f, --force', 'build what is unchanged, too')
    .option('-j, --jobs <n>', 'operators that are built at a time', readCount(1))
    .option('--workspace <folder>', 'the folder that has "operators" (default: this one, or one above)')
    .option('--json', 'print the results as JSON')
    .action(async (names: string[], flags: BuildFlags) => {
      const { buildNamed } = await import('./buildCommand.ts');
      onExit(await buildNamed(names, flags, terminal));
    });
}

export function addNew(program: Command, terminal: Terminal): void {
  const command = program.command('new').description('create an application or an operator from a template');
  const addKind = (target: Command): Command =>
    target
      .addOption(
        new Option('-l, --language <language>', 'what the operator is written in').choices(operatorLanguages),
      )
      .addOption(new Option('-t, --type <type>', 'type of the operator').choices(moduleOperationTypes))
      .addOption(
        new Option('--sdk <sdk>', 'how Rust reaches the host (default: wasm_graph_sdk)').choices(rustSdks),
      );
  addKind(
    command
      .command('app')
      .description('create a folder with a graph, an operator, messages and a test case')
      .argument('[folder]', 'the folder, "." for the one you are in')
      .option('--operator <name>', 'what its first operator is called'),
  ).action(async (folder: string | undefined, flags: NewFlags) => {
    const { newApplication } = await import('./newCommand.ts');
    await newApplication(folder, flags, terminal);
  });
  addKind(
    command
      .command('operator')
      .description('create an operator with a test case, and put it into a graph')
      .argument('[name]', 'name of the operator, which is also that of its module')
      .option('-g, --graph <file>', 'the graph that gets it (default: the only one in this folder)')
      .option('--no-graph', 'put it into no graph')
      .option(
        '--after <operation>',
        'the operation of the graph behind which it comes (default: before the sink)',
      )
      .option('--into <module>', 'add it to this Rust module of the workspace instead of creating one'),
  ).action(async (name: string | undefined, flags: NewFlags) => {
    const { newOperator } = await import('./newCommand.ts');
    await newOperator(name, flags, terminal);
  });
}
