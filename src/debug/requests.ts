// What a client of the Debug Adapter Protocol may ask here, as one table of commands with their arguments and answers. Types only.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';

/** The answer tells no more than that it was done. */
type NoBody = unknown;

/** Ties each command to its arguments and the body of its answer. Commands of our own are in customRequests.ts. */
export interface DapRequests {
  launch: [Dap.LaunchRequestArguments, NoBody];
  attach: [Dap.AttachRequestArguments, NoBody];
  configurationDone: [Dap.ConfigurationDoneArguments | undefined, NoBody];
  restart: [Dap.RestartArguments | undefined, NoBody];
  terminate: [Dap.TerminateArguments | undefined, NoBody];
  disconnect: [Dap.DisconnectArguments | undefined, NoBody];
  setBreakpoints: [Dap.SetBreakpointsArguments, Dap.SetBreakpointsResponse['body']];
  breakpointLocations: [Dap.BreakpointLocationsArguments, Dap.BreakpointLocationsResponse['body']];
  setFunctionBreakpoints: [Dap.SetFunctionBreakpointsArguments, Dap.SetFunctionBreakpointsResponse['body']];
  dataBreakpointInfo: [Dap.DataBreakpointInfoArguments, Dap.DataBreakpointInfoResponse['body']];
  setDataBreakpoints: [Dap.SetDataBreakpointsArguments, Dap.SetDataBreakpointsResponse['body']];
  setExceptionBreakpoints: [
    Dap.SetExceptionBreakpointsArguments,
    Dap.SetExceptionBreakpointsResponse['body'],
  ];
  exceptionInfo: [Dap.ExceptionInfoArguments, Dap.ExceptionInfoResponse['body']];
  threads: [undefined, Dap.ThreadsResponse['body']];
  stackTrace: [Dap.StackTraceArguments, Dap.StackTraceResponse['body']];
  scopes: [Dap.ScopesArguments, Dap.ScopesResponse['body']];
  variables: [Dap.VariablesArguments, Dap.VariablesResponse['body']];
  setVariable: [Dap.SetVariableArguments, Dap.SetVariableResponse['body']];
  setExpression: [Dap.SetExpressionArguments, Dap.SetExpressionResponse['body']];
  readMemory: [Dap.ReadMemoryArguments, Dap.ReadMemoryResponse['body']];
  evaluate: [Dap.EvaluateArguments, Dap.EvaluateResponse['body']];
  completions: [Dap.CompletionsArguments, Dap.CompletionsResponse['body']];
  continue: [Dap.ContinueArguments, Dap.ContinueResponse['body']];
  next: [Dap.NextArguments, NoBody];
  stepIn: [Dap.StepInArguments, NoBody];
  stepOut: [Dap.StepOutArguments, NoBody];
  stepBack: [Dap.StepBackArguments, NoBody];
  reverseContinue: [Dap.ReverseContinueArguments, NoBody];
  pause: [Dap.PauseArguments, NoBody];
  loadedSources: [Dap.LoadedSourcesArguments | undefined, Dap.LoadedSourcesResponse['body']];
  modules: [Dap.ModulesArguments, Dap.ModulesResponse['body']];
}

/** Answers some commands. What is thrown becomes the error of the answer. */
export type Answers<K extends keyof DapRequests> = {
  readonly [C in K]: (args: DapRequests[C][0]) => DapRequests[C][1] | Promise<DapRequests[C][1]>;
};
