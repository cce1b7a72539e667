// Completion and hover from our schema, by monaco-yaml. Problems are told by our own language server: this one finds none.
import * as monaco from 'monaco-editor/editor/editor.api';
import { configureMonacoYaml } from 'monaco-yaml';
import graphDefinition from '../../../schemas/graph-definition.schema.json' with { type: 'json' };
import type { Disposable } from '../../../src/base/disposable.ts';

/** Where hovers say that it is from. It is not read from there. */
const schemaUri = 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json';

/** `startWorker` starts yamlWorker.js. Nothing is fetched. */
export function offerGraphSchema(startWorker: () => Worker): Disposable {
  // Its types come from a package that names monaco's files as they were called before.
  const forYaml = { ...monaco, editor: { ...monaco.editor, createWebWorker: createWorkerWith(startWorker) } };
  const offered: unknown = configureMonacoYaml(forYaml, {
    enableSchemaRequest: false,
    validate: false,
    format: { enable: false },
    schemas: [{ uri: schemaUri, fileMatch: ['**'], schema: withMarkdown(graphDefinition) }],
  });
  return offered as Disposable;
}

// monaco-yaml asks for workers as monaco did before 0.53, by name; today's takes a worker that has begun.
function createWorkerWith(startWorker: () => Worker) {
  return ({ createData }: { readonly createData: unknown }): monaco.editor.MonacoWebWorker<object> => {
    const worker = startWorker();
    // Makes the worker listen, and then begin.
    worker.postMessage('begin');
    worker.postMessage(createData);
    return monaco.editor.createWebWorker<object>({ worker });
  };
}

// Our descriptions are Markdown, which is said in a key of its own.
function withMarkdown<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withMarkdown) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, withMarkdown(value)] as const);
  const { description } = schema as { description?: unknown };
  const markdown = typeof description === 'string' ? { markdownDescription: description } : {};
  return { ...Object.fromEntries(entries), ...markdown } as T;
}
