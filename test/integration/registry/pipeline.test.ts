// The pipelines that docs/pipelines has for people to copy: both say the same, and what they say leads from a new application to a
// registry.
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { DockerRegistry, missingPrograms } from './dockerRegistry.ts';
import { type PushOutput, RegistryProgram, runProgram } from './registryProgram.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly displayName?: string;
  readonly script?: string;
}

const read = (name: string): unknown => parse(readFileSync(resolve('docs/pipelines', name), 'utf8'));
const github = (read('github.yml') as { jobs: { graphs: { steps: Step[] } } }).jobs.graphs.steps;
const azure = (read('azure.yml') as { steps: Step[] }).steps;

/** Title and commands of the steps that call the command line. */
const commandsOf = (steps: readonly Step[]): (readonly [string, string])[] =>
  steps
    .map(({ name, run, displayName, script }) => [name ?? displayName ?? '', run ?? script ?? ''] as const)
    .filter(([, commands]) => commands.startsWith('dataflow-graph '));

const reason = missingPrograms('docker-registry');
const program = new RegistryProgram();
afterAll(() => program.dispose());

/** A folder on the path with `dataflow-graph`, as the pipelines make it, and jco, which `npm install` would bring. */
function makePath(): string {
  const folder = program.path('bin');
  mkdirSync(folder);
  chmodSync(resolve('dist/cli.mjs'), 0o755);
  symlinkSync(resolve('dist/cli.mjs'), `${folder}/dataflow-graph`);
  return [folder, resolve('node_modules/.bin'), process.env['PATH']].join(':');
}

describe('the pipelines of the documentation', () => {
  it('give the same commands', () => {
    expect(commandsOf(github)).toEqual(commandsOf(azure));
    expect(commandsOf(github).map(([title]) => title)).toEqual([
      'Validate',
      'Build',
      'Test',
      'Show what a push would do',
      'Push',
    ]);
  });

  it.skipIf(reason)('lead from a new application to a registry', { timeout: 120_000 }, async () => {
    const registry = await DockerRegistry.start();
    try {
      const env = {
        PATH: makePath(),
        HOME: program.path('home'),
        XDG_CACHE_HOME: program.path('cache'),
        DATAFLOW_GRAPH_REGISTRY: `${registry.host}/ours`,
      };
      const run = async (title: string, commands: string, cwd: string): Promise<void> => {
        const { code, stdout, stderr } = await runProgram('bash', ['-ec', commands], { cwd, env });
        expect(code, `${title}: ${stdout}${stderr}`).toBe(0);
      };
      await run('Create', 'dataflow-graph new app plant --language javascript', program.folder);
      for (const [title, commands] of commandsOf(github)) await run(title, commands, program.path('plant'));
      const pushed = JSON.parse(readFileSync(program.path('plant/pushed.json'), 'utf8')) as PushOutput;
      expect(pushed.artifacts.map(({ reference, outcome }) => [reference, outcome])).toEqual([
        [`${registry.host}/ours/celsius:1.0.0`, 'created'],
        [`${registry.host}/ours/plant:1.0.0`, 'created'],
      ]);
      expect(readFileSync(program.path('plant/test-results.xml'), 'utf8')).toMatch(
        /<testsuites [^>]*failures="0"/,
      );
    } finally {
      await registry.dispose();
    }
  });
});
