// The command `deploy` with its options, as people type them. Knows nothing about what it does.
import { type Command, Option } from 'commander';
import type { DeployFlags } from './deployCommand.ts';
import type { OnExit } from './exitCodes.ts';
import { collect, readParameter } from './runFlags.ts';
import type { Terminal } from './terminal.ts';

export function addDeploy(program: Command, terminal: Terminal, onExit: OnExit): void {
  program
    .command('deploy')
    .description('write the Kubernetes resources that deploy a graph, or have kubectl act on them')
    .argument('<file>', 'graph definition, or DataflowGraph resource')
    .option('--source-topic <filter>', 'MQTT topics that the graph reads; may be repeated', collect)
    .option('--destination-topic <topic>', 'topic that it writes to, such as out/${inputTopic}')
    .option('--source-endpoint <name>', 'endpoint of the source (default: default)')
    .option('--destination-endpoint <name>', 'endpoint of the destination (default: default)')
    .option('--registry <name>', 'RegistryEndpoint that has the graph and its modules')
    .option('--registry-host <host>', 'also write that RegistryEndpoint, for anonymous access to this host')
    .addOption(
      new Option('--param <key=value>', 'a parameter of the graph; may be repeated')
        .argParser(readParameter)
        .default([] satisfies DeployFlags['param'], 'none'),
    )
    .option('--name <name>', 'name of the resource (default: that of the graph)')
    .option('-n, --namespace <name>', 'namespace (default: azure-iot-operations)')
    .option('--profile <name>', 'data flow profile (default: default)')
    .option('--out <file>', 'write the resources to this new file')
    .option('--force', 'replace the file of --out')
    .option('--context <name>', 'context of kubectl (default: the current one)')
    .option('--apply', 'apply the resources')
    .option('--diff', 'tell what applying would change; exit with 1 when anything')
    .option('--delete', 'delete the DataflowGraph; its registry endpoint stays')
    .option('--status', 'show the resource as the cluster has it')
    .option('--logs', 'show what data flows logged last')
    .option('--follow', 'with --logs: go on until interrupted')
    .action(async (file: string, flags: DeployFlags) => {
      const { deployGraph } = await import('./deployCommand.ts');
      onExit(await deployGraph(file, flags, terminal));
    });
}
