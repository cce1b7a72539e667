// The commands and options of `dataflow-graph`, as people type them. Knows nothing about what they do.
import { Argument, Command, Option } from 'commander';
import type { AppError } from '../base/errors.ts';
import { logLevels } from '../base/logger.ts';
import { type Verdict, verdicts } from '../protocol/trace.ts';
import { DEFAULT_SEED } from '../runtime/run/runSpec.ts';
import { exitCodes, type OnExit } from './exitCodes.ts';
import { addDeploy } from './deployCommands.ts';
import { addBuild, addNew } from './operatorCommands.ts';
import { addPull, addPush } from './registryCommands.ts';
import type { InspectFlags } from './inspectCommand.ts';
import {
  clockKinds,
  collect,
  type CommonFlags,
  lateChoices,
  outputForms,
  readCompared,
  readCount,
  readHeader,
  readModule,
  readOtlp,
  readParameter,
  readPath,
  readPort,
  readSpeed,
  type RunFlags,
  traceChoices,
} from './runFlags.ts';
import type { ReplayFlags } from './replayCommand.ts';
import type { Terminal } from './terminal.ts';
import type { TestFlags } from './testCommand.ts';
import type { TraceFlags } from './traceCommand.ts';

/** Builds the program. Commands are loaded when they are called, so that each starts fast. */
export function createProgram(version: string, terminal: Terminal, onExit: OnExit): Command {
  const program = new Command('dataflow-graph')
    .description(
      'Create, run, test, look into and push data flow graphs of WebAssembly operators, without a cluster.',
    )
    .version(version)
    .showHelpAfterError('(add --help for what the command takes)')
    .exitOverride();
  addValidate(program, terminal, onExit);
  addRun(program, terminal, onExit);
  addTest(program, terminal, onExit);
  addTrace(program, terminal, onExit);
  addReplay(program, terminal, onExit);
  addInspect(program, terminal, onExit);
  addNew(program, terminal);
  addBuild(program, terminal, onExit);
  addPush(program, terminal, onExit);
  addPull(program, terminal, onExit);
  addDeploy(program, terminal, onExit);
  return program.addHelpText(
    'after',
    '\nExit codes: 0 all went well, 1 problems found or run failed, 2 wrong usage, 130 interrupted twice.',
  );
}

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: AppError): number {
  return error.code === 'USAGE' || error.code === 'OVERRIDE_INVALID' || error.code === 'NAME_INVALID'
    ? exitCodes.usage
    : exitCodes.failed;
}

function addValidate(program: Command, terminal: Terminal, onExit: OnExit): void {
  program
    .command('validate')
    .description('tell every problem of graph definitions and DataflowGraph resources')
    .argument('<file...>', 'YAML files')
    .option('--json', 'print the problems as JSON')
    .action(async (files: string[], flags: { json?: boolean }) => {
      const { validateFiles } = await import('./validateCommand.ts');
      onExit(await validateFiles(files, flags, terminal));
    });
}

function addRun(program: Command, terminal: Terminal, onExit: OnExit): void {
  const command = program
    .command('run')
    .description('run a graph on real operators and an MQTT broker')
    .argument('<file>', 'graph definition or DataflowGraph resource')
    .option('-i, --input <folder>', 'publish the files of this folder in order of name, then end')
    .option('--input-topic <topic>', 'topic for input files that name none', 'sensors')
    .option('--repeat <n>', 'publish the input so many times', readCount(1), 1)
    .option(
      '--source-topic <filter>',
      'what sources subscribe to; may be repeated (default: sensors, sensors/#)',
      collect,
    )
    .option('--sink-topic <topic>', 'what sinks publish to (default: output/${outputTopic})')
    .addOption(
      new Option(
        '--clock <kind>',
        'virtual: time moves with the messages; wall: real time (default: virtual with --input, else wall)',
      ).choices(clockKinds),
    )
    .option('--max-held <n>', 'messages that delays and windows may hold (default: 1000000)', readCount(1))
    .addOption(
      new Option('--late <what>', 'messages whose time is already complete')
        .choices(lateChoices)
        .default('accept'),
    )
    .option(
      '--seed <text>',
      'seed of random numbers in virtual time, and of faults with a probability',
      DEFAULT_SEED,
    )
    .option('--faults <file>', 'faults that disturb the run on purpose, YAML or JSON', readPath)
    .option('-b, --broker <url>', 'use this MQTT broker instead of the embedded one (mqtt:// or mqtts://)')
    .option('--user <name>', 'user name for --broker')
    .option(
      '--password <text>',
      'password for --broker (better: the environment variable DATAFLOW_GRAPH_MQTT_PASSWORD)',
    )
    .option('--ca <file>', 'certificate authority for --broker, PEM')
    .option('--host <address>', 'where the embedded broker listens', '127.0.0.1')
    .option('-p, --port <n>', 'its port, 0 for any free one (default: 1883, with --input 0)', readPort)
    .option('--allow-remote', 'let the embedded broker listen where other machines reach it')
    .addOption(
      new Option('-t, --trace <level>', 'what is kept of every hop')
        .choices(traceChoices)
        .default('payloads'),
    )
    .option('--trace-file <file>', 'where the trace goes (default: in the cache folder)')
    .option(
      '--otlp <url>',
      'also send traces and metrics there by OTLP over HTTP, such as http://127.0.0.1:4318; "env": where OTEL_EXPORTER_OTLP_ENDPOINT says',
      readOtlp,
    )
    .addOption(
      new Option('--otlp-header <name=value>', 'a header of these requests; may be repeated')
        .argParser(readHeader)
        .default({} satisfies RunFlags['otlpHeader'], 'none'),
    )
    .addOption(
      new Option('-o, --output <form>', 'how outputs are printed').choices(outputForms).default('table'),
    )
    .option('--hot-reload', 'take modules that are rebuilt or pulled anew into the run')
    .addOption(
      new Option(
        '--compare <operation=module>',
        'run this module (file or reference) beside the one of the operation and tell what differs, exit 1 if anything does; may be repeated',
      )
        .argParser(readCompared)
        .default(new Map<string, string>(), 'none'),
    )
    .option('--compare-rebuilt', 'the same with modules that are rebuilt or pulled anew during the run')
    .option(
      '--follow-tags <seconds>',
      'ask the registry so often whether tags of pulled modules lead to others by now, and pull these (with --hot-reload or --compare-rebuilt)',
      readCount(1),
    )
    .option('--strict', 'exit with 1 when any message was lost to an error');
  addCommonOptions(command).action(async (file: string, flags: RunFlags) => {
    const { runGraph } = await import('./runCommand.ts');
    const password = flags.password ?? process.env['DATAFLOW_GRAPH_MQTT_PASSWORD'];
    onExit(await runGraph(file, { ...flags, ...(password !== undefined && { password }) }, terminal));
  });
}

/** What everything takes that runs operators. */
function addOperatorOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--param <node.key=value>', 'a parameter for this run; may be repeated')
        .argParser(readParameter)
        .default([] satisfies CommonFlags['param'], 'none'),
    )
    .addOption(
      new Option('-m, --module <reference=file>', 'the file of a module; may be repeated')
        .argParser(readModule)
        .default(new Map<string, string>(), 'none'),
    )
    .option('--cache <folder>', 'where prepared modules and traces are kept')
    .addOption(
      new Option('--log-level <level>', 'least severe lines of operators to show')
        .choices(logLevels)
        .default('info'),
    );
}

function addCommonOptions(command: Command): Command {
  return addOperatorOptions(command)
    .option(
      '--state-store <file>',
      'seed of the state store (default: statestore.json of the workspace)',
      readPath,
    )
    .option('--schema <file>', 'schema given to every module (default: tk_schema_config.json)', readPath)
    .option('--env <file>', 'environment list (default: hostapp.env.list)', readPath)
    .option('--responders <file>', 'rules that answer commands (default: responders.yaml)', readPath)
    .option('--timeout <ms>', 'how long one operator call may take', readCount(1), 5000);
}

function addTest(program: Command, terminal: Terminal, onExit: OnExit): void {
  const command = program
    .command('test')
    .description('run test cases in virtual time')
    .argument(
      '<path...>',
      '*.test.yaml files, or folders to search for them; "-" reads files from standard input, one per line',
    )
    .option('--junit <file>', 'also write the results as JUnit XML')
    .addOption(
      new Option('-o, --output <form>', 'ndjson tells what happens as JSON lines, for programs')
        .choices(outputForms)
        .default('table'),
    );
  addCommonOptions(command).action(async (paths: string[], flags: TestFlags) => {
    const { testPaths } = await import('./testCommand.ts');
    onExit(await testPaths(paths, flags, terminal));
  });
}

function addReplay(program: Command, terminal: Terminal, onExit: OnExit): void {
  const command = program
    .command('replay')
    .description('run the messages of a recorded run again and tell where it goes another way')
    .argument('<file>', 'trace file, or its NDJSON export')
    .option(
      '-g, --graph <file>',
      'another graph definition or resource than the one that was recorded',
      readPath,
    )
    .option('--from <n>', 'begin with this message', readCount(1))
    .option('--speed <n>', 'how many times as fast as recorded (default: as fast as possible)', readSpeed)
    .option('--times <n>', 'replay it so often', readCount(1), 1)
    .option(
      '--save-test <folder>',
      'write a test case of what was recorded to this new folder, without what differs from run to run',
      readPath,
    )
    .option('--name <name>', 'what the test case is called (default: as its folder)')
    .option('--json', 'print what was found as JSON');
  addOperatorOptions(command).action(async (file: string, flags: ReplayFlags) => {
    if (flags.saveTest !== undefined) {
      const { saveRecording } = await import('./saveRecording.ts');
      return onExit(await saveRecording(file, flags.saveTest, flags, terminal));
    }
    const { replay } = await import('./replayCommand.ts');
    onExit(await replay(file, flags, terminal));
  });
}

function addTrace(program: Command, terminal: Terminal, onExit: OnExit): void {
  program
    .command('trace')
    .description('look through a recorded run')
    .argument('<file>', 'trace file, or its NDJSON export')
    .option('-n, --node <name>', 'only hops at this operation')
    .option(
      '-m, --message <n>',
      'everything that happened to this message, with its ancestors and descendants',
      readCount(1),
    )
    .addOption(
      new Option('-v, --verdict <verdict>', 'only hops that ended so').choices(
        verdicts satisfies readonly Verdict[],
      ),
    )
    .option('--topic <text>', 'only hops whose topic contains this')
    .option('--text <text>', 'only hops that contain this anywhere')
    .option('--limit <n>', 'show at most so many hops', readCount(1), 100)
    .addOption(
      new Option('-o, --output <form>', 'ndjson exports the hops').choices(outputForms).default('table'),
    )
    .action(async (file: string, flags: TraceFlags) => {
      const { showTrace } = await import('./traceCommand.ts');
      onExit(showTrace(file, flags, terminal));
    });
}

function addInspect(program: Command, terminal: Terminal, onExit: OnExit): void {
  program
    .command('inspect')
    .description('tell what a module offers and needs')
    .addArgument(new Argument('<module>', 'a .wasm file'))
    .option('--json', 'print it as JSON')
    .option('--wit', 'print its WIT: the world, and all interfaces with their types and functions')
    .action(async (file: string, flags: InspectFlags) => {
      const { inspectFile } = await import('./inspectCommand.ts');
      onExit(await inspectFile(file, flags, terminal));
    });
}
