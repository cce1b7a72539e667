// The one error class for operational failures. It knows nothing about who shows it: only the host and the
// command line speak to people. Every code is explained in docs/errors.md and triggered by a test.

/** Closed list of operational failure codes; grouped by the part of the house that raises them. */
export const errorCodes = [
  // files and command line
  'FILE_UNREADABLE',
  'FILE_UNWRITABLE',
  'FILE_INVALID',
  'USAGE',
  // modules and components
  'MODULE_NOT_FOUND',
  'MODULE_NOT_WASM',
  'MODULE_CORE_NOT_COMPONENT',
  'MODULE_MALFORMED',
  'MODULE_INTERFACE_MISSING',
  'MODULE_API_VERSION',
  'MODULE_IMPORT_UNSUPPORTED',
  'MODULE_FEATURE_MISSING',
  'MODULE_TRANSPILE_FAILED',
  // operators at run time
  'OPERATOR_INIT_FALSE',
  'OPERATOR_INIT_FAILED',
  'OPERATOR_ERROR',
  'OPERATOR_TRAP',
  'OPERATOR_TIMEOUT',
  'OPERATOR_BAD_RESULT',
  'PARAMETER_REQUIRED',
  // runs
  'GRAPH_INVALID',
  'TOPIC_OVERLAP',
  'ARTIFACT_NOT_FOUND',
  'OVERRIDE_INVALID',
  'COMPARE_INVALID',
  'RUN_HELD_LIMIT',
  'RUN_ENGINE_LOST',
  'RUN_ENDED',
  'FAULT_INVALID',
  // debugging
  'RUN_NOT_STOPPED',
  'EXPRESSION_INVALID',
  'EXPRESSION_FAILED',
  'MESSAGE_EDIT_INVALID',
  'HOP_NOT_REPLAYABLE',
  'TRACE_NOT_REPLAYABLE',
  'STATE_EDIT_INVALID',
  'CLOCK_NOT_VIRTUAL',
  'LAUNCH_INVALID',
  'RUN_PROCESS_ENDED',
  'VARIABLE_GONE',
  'CONSOLE_COMMAND_INVALID',
  // broker
  'BROKER_PORT_TAKEN',
  'BROKER_UNREACHABLE',
  'BROKER_REFUSED',
  'BROKER_CLOSED',
  'TOPIC_INVALID',
  // protocol
  'PROTOCOL_VERSION',
  'PROTOCOL_DISPOSED',
  'PROTOCOL_UNKNOWN_METHOD',
  'PROTOCOL_MALFORMED',
  // trace
  'TRACE_UNREADABLE',
  // registries
  'REGISTRY_REFERENCE_INVALID',
  'REGISTRY_UNREACHABLE',
  'REGISTRY_INTERRUPTED',
  'REGISTRY_TLS',
  'REGISTRY_INSECURE',
  'REGISTRY_AUTHENTICATION',
  'REGISTRY_DENIED',
  'CREDENTIALS_INVALID',
  'REGISTRY_NOT_FOUND',
  'REGISTRY_TOO_LARGE',
  'REGISTRY_BUSY',
  'REGISTRY_FAILED',
  'REGISTRY_DIGEST_MISMATCH',
  'REGISTRY_TAG_EXISTS',
  'REGISTRY_TAG_IMMUTABLE',
  'REGISTRY_ANSWER_INVALID',
  'REGISTRY_ANSWER_UNSAFE',
  'REGISTRY_ARTIFACT_INVALID',
  'REGISTRY_CANCELLED',
  // building operators
  'OPERATOR_NOT_FOUND',
  'TOOLCHAIN_MISSING',
  'BUILD_TARGET_MISSING',
  'BUILD_REGISTRY_MISSING',
  'BUILD_DOWNLOAD_FAILED',
  'BUILD_WIT_MISSING',
  'BUILD_BINDINGS_STALE',
  'BUILD_FAILED',
  'BUILD_NO_MODULE',
  'BUILD_CANCELLED',
  // creating applications and operators
  'NAME_INVALID',
  'TARGET_EXISTS',
  'TARGET_CHANGED',
  'MODULE_NOT_EXTENDABLE',
  'GRAPH_NOT_EXTENDABLE',
  // deployment
  'DEPLOYMENT_INVALID',
  'KUBECTL_MISSING',
  'KUBECTL_NO_CONTEXT',
  'KUBECTL_FAILED',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/**
 * An operational failure: something outside our code went wrong and a person can act on it.
 * `message` says what was found, where (file, line or node) and what to do; `code` is closed; `cause` keeps the origin.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The only one of `failures`, or one with the code of the first and each message once; undefined when there are none. */
export function joinFailures(failures: readonly AppError[]): AppError | undefined {
  const [first] = failures;
  const messages = new Set(failures.map(({ message }) => message));
  if (!first || messages.size === 1) return first;
  return new AppError(first.code, [...messages].join('\n'), { cause: first });
}

/** The message of anything thrown, for building a sentence around it. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether `error` is an operating-system error (ENOENT, EADDRINUSE, …) with one of the given codes. */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && codes.includes(code);
}
