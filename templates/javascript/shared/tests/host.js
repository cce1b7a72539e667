// Stands in for the host, so that the operator's tests run in Node.js. What the operator imports from
// `wasm-graph:processor/…` comes from here: import this file, then the operator with `await import(…)`.
import { register } from 'node:module';

/** What the operator logged: `[level, message]`. */
export const lines = [];
/** What the operator counted, by name of the counter. */
export const counters = new Map();

export function log(level, context, message) {
  lines.push([level, message]);
}

export function addToCounter(name, value) {
  counters.set(name, (counters.get(name) ?? 0) + value.val);
}

/** Forgets what was logged and counted. */
export function reset() {
  lines.length = 0;
  counters.clear();
}

/** The message that has a payload. */
export function messageOf(payload) {
  return { tag: 'message', val: { payload: { tag: 'bytes', val: new TextEncoder().encode(payload) } } };
}

/** The payload of a message as text. */
export function textOf(message) {
  return new TextDecoder().decode(message.val.payload.val);
}

/** The configuration of parameters. */
export function configurationOf(parameters) {
  return { properties: Object.entries(parameters), moduleSchemas: [] };
}

const resolver = `export function resolve(specifier, context, next) {
  if (!specifier.startsWith('wasm-graph:processor/')) return next(specifier, context);
  return { url: ${JSON.stringify(import.meta.url)}, shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(resolver)}`);
