// What a launch with a test case means: a run as the test has it. Knows nothing about how cases are read or judged.
import type { CaseLaunch } from '../protocol/runProcess.ts';
import type { LaunchSettings } from './launchArguments.ts';

/**
 * The same graph, messages, settings, faults, clock and seed as in the test, ending with it. What the launch says itself, such as
 * parameters or another clock, wins: that is how one tries something out.
 */
export function completeByCase(
  settings: LaunchSettings,
  { name, program, inputFolder, faults, run }: CaseLaunch,
): LaunchSettings {
  const own = settings.run;
  return {
    ...settings,
    run: {
      clock: 'virtual',
      seed: name,
      ...(faults.length > 0 && { faults }),
      ...run,
      ...own,
      ...(run.parameters && { parameters: { ...run.parameters, ...own.parameters } }),
      ...(run.modules && { modules: { ...run.modules, ...own.modules } }),
      program,
    },
    inputs: { folder: inputFolder, atEnd: 'exit' },
  };
}
