// Answers the protocol's requests about breakpoints of every kind. Knows nothing about how they are kept.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { AppError } from '../base/errors.ts';
import type { StateAccess, StopMoment } from '../protocol/debugging.ts';
import type { LoadedRun } from '../protocol/runProcess.ts';
import type { Breakpoints, Resolved } from './breakpoints.ts';
import type { ClientLink } from './clientLink.ts';
import { readExceptionFilters } from './exceptionFilters.ts';
import { readFunctionBreakpoint } from './functionBreakpoints.ts';
import type { Answers } from './requests.ts';
import { applyMode, findStoppables, stoppablesIn } from './stopPlaces.ts';

export interface BreakpointAnswerPorts {
  readonly breakpoints: Breakpoints;
  readonly link: ClientLink;
  readonly run: () => LoadedRun;
  /** The key of the state store that a variable shows; undefined for any other variable. */
  readonly stateKeyOf: (container: number, name: string) => string | undefined;
}

/** When a breakpoint at an operation stops; the first one is the default. */
export const breakpointModes: readonly (Dap.BreakpointMode & { readonly mode: StopMoment })[] = [
  {
    mode: 'before',
    label: 'Before',
    description: 'Before the operator sees the message',
    appliesTo: ['source'],
  },
  { mode: 'after', label: 'After', description: 'After the operator has answered', appliesTo: ['source'] },
  {
    mode: 'drop',
    label: 'On drop',
    description: 'After the operator, when the message goes no further',
    appliesTo: ['source'],
  },
];

type Answered =
  | 'setBreakpoints'
  | 'breakpointLocations'
  | 'setFunctionBreakpoints'
  | 'dataBreakpointInfo'
  | 'setDataBreakpoints'
  | 'setExceptionBreakpoints';

export function answerBreakpoints(ports: BreakpointAnswerPorts): Answers<Answered> {
  const { breakpoints, link, run } = ports;
  return {
    setBreakpoints: async ({ source, breakpoints: asked = [], sourceModified = false }) => {
      const file = link.fromClientPath(source.path ?? '');
      const wanted = asked.map(({ line, condition, hitCondition, logMessage, mode }) => ({
        resolve: (loaded: LoadedRun) =>
          sourceModified ? modified : resolveLine(loaded, file, link.fromClientLine(line), mode),
        condition,
        hitCount: hitCondition,
        log: logMessage,
      }));
      return { breakpoints: await breakpoints.replace(`file ${file}`, wanted) };
    },
    breakpointLocations: ({ source, line, endLine = line }) => {
      const [first, last] = [link.fromClientLine(line), link.fromClientLine(endLine)];
      const lines = stoppablesIn(run(), link.fromClientPath(source.path ?? ''))
        .filter(({ place }) => place.firstLine <= last && first <= place.lastLine)
        .map(({ place }) => link.toClientLine(place.firstLine));
      return { breakpoints: [...new Set(lines)].map((each) => ({ line: each, column: 1 })) };
    },
    setFunctionBreakpoints: async ({ breakpoints: asked }) => {
      const wanted = asked.map(({ name, condition, hitCondition }) => ({
        resolve: (loaded: LoadedRun) => resolveName(loaded, name),
        condition,
        hitCount: hitCondition,
      }));
      return { breakpoints: await breakpoints.replace('functions', wanted) };
    },
    dataBreakpointInfo: ({ variablesReference, name }) => {
      const key = describeKey(ports, variablesReference, name);
      if (key === undefined)
        return { dataId: null, description: 'Only keys of the state store can be watched for access.' };
      return {
        dataId: key,
        description: `state store key "${key}"`,
        accessTypes: ['read', 'write', 'readWrite'],
        canPersist: true,
      };
    },
    setDataBreakpoints: async ({ breakpoints: asked }) => {
      const wanted = asked.map(({ dataId, accessType = 'readWrite', condition, hitCondition }) => ({
        resolve: () => resolveKey(dataId, accessType),
        condition,
        hitCount: hitCondition,
      }));
      return { breakpoints: await breakpoints.replace('data', wanted) };
    },
    setExceptionBreakpoints: async (args) => {
      const { failures, breakpoints: answers } = readExceptionFilters(args);
      try {
        await breakpoints.setFailures(failures);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'EXPRESSION_INVALID') throw error;
        // Those with a condition come last, and are the only ones that one can be wrong with.
        const bare = answers.slice(0, args.filters.length);
        const refused = answers.slice(bare.length).map(() => ({ verified: false, message: error.message }));
        return { breakpoints: [...bare, ...refused] };
      }
      return { breakpoints: answers };
    },
  };
}

const modified: Resolved = {
  reason: 'The file has changed since the run was started. Save it and restart the run to stop here.',
};

function resolveLine(run: LoadedRun, file: string, line: number, mode = 'before'): Resolved {
  const known = breakpointModes.find((each) => each.mode === mode);
  if (!known) return { reason: `There is no breakpoint mode "${mode}".` };
  const search = findStoppables(run, file, line);
  if (search.reason !== undefined) return { reason: search.reason };
  const stops = [];
  for (const stoppable of search.found) {
    const applied = applyMode(stoppable, known.mode);
    if ('reason' in applied) return applied;
    stops.push({ at: stoppable.at, when: applied.when });
  }
  const place = search.found[0]?.place;
  return { stops, ...(place && { place }) };
}

function resolveName(run: LoadedRun, name: string): Resolved {
  const named = readFunctionBreakpoint(name, run);
  if ('reason' in named) return named;
  const place = named.at.kind === 'node' ? run.nodes[named.at.node]?.place : undefined;
  return { stops: [named], ...(place && { place }) };
}

function resolveKey(key: string, access: StateAccess): Resolved {
  return { stops: [{ at: { kind: 'state', key, access }, when: 'after' }] };
}

// Without a container the name is an expression that was typed, such as state["factory"], or the key itself.
function describeKey(
  { stateKeyOf }: BreakpointAnswerPorts,
  container: number | undefined,
  name: string,
): string | undefined {
  if (container !== undefined && container !== 0) return stateKeyOf(container, name);
  const [, quoted] = /^state\[("(?:[^"\\]|\\.)*")\]$/.exec(name) ?? [];
  if (quoted !== undefined) return String(JSON.parse(quoted));
  return name.startsWith('state:') && name.length > 'state:'.length ? name.slice('state:'.length) : undefined;
}
