// Answers of the debug adapter as lines that a person can compare. Knows nothing about sessions.
import { basename } from 'node:path';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';

/** What is long is told line by line, everything else as JSON. */
export function describeBody(command: string, body: unknown): string[] {
  if (body === undefined || body === null) return ['ok'];
  switch (command) {
    case 'stackTrace':
      return (body as Dap.StackTraceResponse['body']).stackFrames.map(describeFrame);
    case 'setBreakpoints':
    case 'setFunctionBreakpoints':
    case 'setDataBreakpoints':
    case 'setExceptionBreakpoints':
      return (body as Dap.SetBreakpointsResponse['body']).breakpoints.map(describeBreakpoint);
    case 'completions':
      return (body as Dap.CompletionsResponse['body']).targets.map(
        ({ label, type, length }) => `${label} (${type ?? ''}, replaces ${String(length ?? 0)})`,
      );
    case 'evaluate':
      return describeEvaluated(body as Dap.EvaluateResponse['body']);
    case 'setVariable':
    case 'setExpression': {
      const { value, type } = body as Dap.SetVariableResponse['body'];
      return [`${value}${type === undefined ? '' : ` (${type})`}`];
    }
    default:
      return [JSON.stringify(body)];
  }
}

function describeFrame({ name, line, source, presentationHint }: Dap.StackFrame): string {
  const place = source ? ` at ${basename(source.path ?? '')}:${String(line)}` : '';
  return `${name}${place}${presentationHint === undefined ? '' : ` (${presentationHint})`}`;
}

function describeBreakpoint({ id, verified, line, message }: Dap.Breakpoint): string {
  const name = id === undefined ? 'filter' : `breakpoint ${String(id)}`;
  const place = line === undefined ? '' : ` at line ${String(line)}`;
  return `${name}: ${verified ? 'verified' : 'not verified'}${place}${message === undefined ? '' : `, "${message}"`}`;
}

function describeEvaluated({ result, type, variablesReference }: Dap.EvaluateResponse['body']): string[] {
  const notes = [...(type === undefined ? [] : [type]), ...(variablesReference > 0 ? ['has members'] : [])];
  const [first = '', ...rest] = result.split('\n');
  return [`${first}${rest.length === 0 && notes.length > 0 ? ` (${notes.join(', ')})` : ''}`, ...rest];
}
