// The part of the WebAssembly JavaScript interface used here. TypeScript ships it only with the browser's library,
// which this code must not see.
declare namespace WebAssembly {
  type ExportValue = ((...args: never[]) => unknown) | Global | Memory | Table;
  type ImportObject = Record<string, Record<string, unknown>>;

  class Module {
    constructor(bytes: Uint8Array);
    static exports(module: Module): { name: string; kind: 'function' | 'table' | 'memory' | 'global' }[];
  }
  class Instance {
    constructor(module: Module, imports?: ImportObject);
    readonly exports: Record<string, ExportValue>;
  }
  class Global {
    constructor(descriptor: { value: 'i32'; mutable: boolean }, value: number);
    value: number;
  }
  class Table {
    set(index: number, value: unknown): void;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class RuntimeError extends Error {}
  class CompileError extends Error {}
  class LinkError extends Error {}
}
