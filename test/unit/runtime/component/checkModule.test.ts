// What a module must offer and may need to serve an operation, refusal by refusal, on real components and on facts.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { checkModule } from '../../../../src/runtime/component/checkModule.ts';
import {
  inspectModule,
  type ModuleFacts,
  parseInterfaceName,
} from '../../../../src/runtime/component/inspectModule.ts';
import type { OperatorKind } from '../../../../src/runtime/component/operator.ts';
import { createWasiHost } from '../../../../src/runtime/component/wasiHost.ts';
import { type ComponentName, readComponent } from '../../../helpers/componentFiles.ts';

function refusal(facts: ModuleFacts, kind: OperatorKind = 'map', features?: string[]): string {
  try {
    checkModule(facts, { node: 'scale', label: 'x.wasm', kind, ...(features && { features }) });
    return '';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

const factsOf = (name: ComponentName): ModuleFacts => inspectModule(readComponent(name), name);
const facts = (
  imports: readonly string[],
  exports: readonly string[] = ['wasm-graph:processor/map@1.1.0'],
): ModuleFacts => ({
  imports: imports.map(parseInterfaceName),
  exports: exports.map(parseInterfaceName),
  sizeBytes: 1,
});
const START = 'Operation "scale" cannot use x.wasm: ';

describe('checkModule accepts', () => {
  it.each([
    ['faulty', 'map'],
    ['faulty', 'filter'],
    ['faulty', 'branch'],
    ['faulty', 'accumulate'],
    ['faulty', 'delay'],
    ['temperature', 'filter'],
    ['window', 'delay'],
    ['collection', 'accumulate'],
    ['enrichment', 'map'],
    ['label-js', 'map'],
    ['format-py', 'map'],
    ['needs-nn', 'map'],
  ] as const)('%s as %s', (name, kind) => {
    expect(refusal(factsOf(name), kind)).toBe('');
  });

  it.each(['0.2.0', '0.2.6', '0.2.12', '0.2.3-rc-1'])('WASI %s', (version) => {
    const packages = [
      'cli/stdout',
      'clocks/wall-clock',
      'filesystem/types',
      'io/poll',
      'random/random',
      'sockets/tcp',
    ];
    expect(refusal(facts(packages.map((name) => `wasi:${name}@${version}`)))).toBe('');
  });

  it('every interface of WASI that the host implements', () => {
    const { imports } = createWasiHost({
      onOutput: () => undefined,
      nowNanos: () => 0n,
      monotonicNanos: () => 0n,
      sleepNanos: () => undefined,
      randomBytes: (count) => new Uint8Array(count),
    });
    expect(Object.keys(imports)).toContain('wasi:sockets/udp-create-socket');
    for (const name of Object.keys(imports)) expect(refusal(facts([`${name}@0.2.3`])), name).toBe('');
  });

  it('models in a graph that asks for their feature', () => {
    expect(refusal(factsOf('needs-nn'), 'map', ['other', 'wasi-nn'])).toBe('');
  });

  it.each(['1.1.0', '1.1.7'])('version %s of the operators', (version) => {
    expect(
      refusal(facts([`wasm-graph:processor/logger@${version}`], [`wasm-graph:processor/map@${version}`])),
    ).toBe('');
  });
});

describe('checkModule refuses', () => {
  it('another operator, and says which ones there are', () => {
    expect(refusal(factsOf('enrichment'), 'filter')).toBe(
      `MODULE_INTERFACE_MISSING: ${START}needed is an export wasm-graph:processor/filter@1.1.0, the module offers map. Change the operation's type, or the module.`,
    );
  });

  it('a component that is no operator, and says what it offers', () => {
    expect(refusal(factsOf('wrong-interface'))).toBe(
      `MODULE_INTERFACE_MISSING: ${START}needed is an export wasm-graph:processor/map@1.1.0, the module offers test:greeter/greeter@1.0.0. Build it as an operator (world map-impl).`,
    );
  });

  it('a component that exports nothing', () => {
    expect(refusal(facts([], []))).toContain('the module offers nothing. Build it as an operator');
  });

  it('another version of the operator interface', () => {
    expect(refusal(factsOf('wrong-version'))).toBe(
      `MODULE_API_VERSION: ${START}it was built for version 2.0.0 of wasm-graph:processor, this runtime speaks 1.1.0. Rebuild it with an SDK for 1.1.0.`,
    );
  });

  it.each(['1.0.0', '1.10.0', '11.1.0', '2.1.0'])('version %s', (version) => {
    expect(refusal(facts([], [`wasm-graph:processor/map@${version}`]))).toContain(
      `built for version ${version}`,
    );
    expect(refusal(facts([`wasm-graph:processor/logger@${version}`]))).toBe(
      `MODULE_API_VERSION: ${START}it imports wasm-graph:processor/logger@${version}, this runtime speaks 1.1.0. Rebuild it with an SDK for 1.1.0.`,
    );
  });

  it('an interface without version', () => {
    expect(refusal(facts([], ['wasm-graph:processor/map']))).toContain('built for version none');
  });

  it('models in a graph that does not ask for their feature', () => {
    expect(refusal(factsOf('needs-nn'), 'map', ['other'])).toMatch(
      /^MODULE_FEATURE_MISSING: .*it runs models \(it imports wasi:nn\/\S+@0\.2\.0-rc-2024-10-28\), which its graph does not ask for\. Add "features: \[\{ name: wasi-nn \}\]" to its "moduleRequirements"\.$/,
    );
    expect(refusal(factsOf('temperature'), 'map', [])).toBe('');
  });

  it.each([
    ['wasm-graph:processor/tea@1.1.0', 'there is no such interface'],
    ['wasi:cli/stdout@0.3.0', 'this runtime speaks WASI 0.2; build for the target wasm32-wasip2'],
    ['wasi:cli/stdout@0.20.0', 'this runtime speaks WASI 0.2; build for the target wasm32-wasip2'],
    [
      'wasi:clocks/timezone@0.2.0',
      'local runs do not have this interface; of wasi:clocks they have wasi:clocks/monotonic-clock, wasi:clocks/wall-clock',
    ],
    [
      'wasi:filesystem/watch@0.2.3',
      'local runs do not have this interface; of wasi:filesystem they have wasi:filesystem/preopens, wasi:filesystem/types',
    ],
    ['wasi:nn/graph@0.2.0-rc-2024-06-25', 'this runtime speaks wasi:nn@0.2.0-rc-2024-10-28'],
    ['wasi:nn/graph@0.2.0', 'this runtime speaks wasi:nn@0.2.0-rc-2024-10-28'],
    ['wasi:nn/streams@0.2.0-rc-2024-10-28', 'there is no such interface'],
    ['wasi:clocks/timezone@0.3.0', 'this runtime speaks WASI 0.2; build for the target wasm32-wasip2'],
    ['wasi:http/types@0.2.0', 'operators get WASI 0.2 without network and files, and nothing else'],
    ['some:thing/else@1.0.0', 'operators get WASI 0.2 without network and files, and nothing else'],
    ['plain', 'operators get WASI 0.2 without network and files, and nothing else'],
  ])('an import of %s', (name, reason) => {
    expect(refusal(facts([name]))).toBe(
      `MODULE_IMPORT_UNSUPPORTED: ${START}it imports ${name}, but ${reason}.`,
    );
  });
});
