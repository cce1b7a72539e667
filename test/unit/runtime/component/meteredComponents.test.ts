// Metering of the core modules of real components.
import { beforeAll, describe, expect, it } from 'vitest';
import { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { meterCore } from '../../../../src/runtime/component/meterCore.ts';
import { DEFAULT_MAX_MEMORY_BYTES } from '../../../../src/runtime/component/moduleCache.ts';
import { Operator } from '../../../../src/runtime/component/operator.ts';
import { patchGlue } from '../../../../src/runtime/component/patchGlue.ts';
import { enableExtendedConstants } from '../../../../src/runtime/component/wasmFeatures.ts';
import { prepareComponent, smallComponents } from '../../../helpers/componentFiles.ts';
import { transpileRaw } from '../../../helpers/rawComponent.ts';
import {
  configurationOf,
  failureOf,
  makeOperator,
  messageOf,
  textOf,
} from '../../../helpers/testOperator.ts';

describe('the core modules of', () => {
  beforeAll(enableExtendedConstants);

  it.each(smallComponents)('%s stay valid, and can be interrupted', async (name) => {
    const { cores, isInterruptible } = await prepareComponent(name);
    expect(isInterruptible).toBe(true);
    expect(cores.size).toBeGreaterThan(0);
    const raw = await transpileRaw(name);
    for (const [file, bytes] of cores) {
      const module = new WebAssembly.Module(bytes);
      const plain = new WebAssembly.Module(raw.cores.get(file) ?? new Uint8Array());
      expect(WebAssembly.Module.exports(module).slice(0, -2)).toEqual(
        WebAssembly.Module.exports(plain).slice(0, WebAssembly.Module.exports(module).length - 2),
      );
    }
  });
});

async function plainOperator(name: 'faulty' | 'temperature'): Promise<Operator> {
  const { glue, cores } = await transpileRaw(name);
  const module = new LoadedModule(
    { glue: patchGlue(glue), cores, isInterruptible: false, lines: new Map() },
    name,
  );
  const { parts } = await makeOperator(name, 'map');
  const operator = new Operator({ ...parts, module });
  operator.init('map', configurationOf());
  return operator;
}

describe('a metered component gives the results of the plain one:', () => {
  it.each([
    'read',
    'config',
    'raw',
    'topic:a/b',
    'metric',
    'state:set:k:v',
    'state:get:k',
    'any',
    'é'.repeat(5000),
  ])('faulty on "%.20s"', async (word) => {
    const { operator } = await makeOperator('faulty', 'map');
    const plain = await plainOperator('faulty');
    const message = messageOf(word, { userProperties: [['a', 'b']], contentType: 'x' });
    expect(operator.map(message)).toEqual(plain.map(message));
  });

  it('temperature on readings', async () => {
    const { operator } = await makeOperator('temperature', 'map');
    const plain = await plainOperator('temperature');
    for (let value = -50; value < 150; value += 7) {
      const message = messageOf(JSON.stringify({ temperature: { value, unit: 'F' } }));
      const result = textOf(operator.map(message));
      expect(result).toBe(textOf(plain.map(message)));
      expect(result).not.toBe(textOf(message));
    }
  });
});

describe('the memory cap of a component', () => {
  const MIB = 1024 * 1024;

  it.each([8, 64])('of %i MiB ends a memory bomb, and is told', async (mebibytes) => {
    const { operator } = await makeOperator('faulty', 'map', { maxMemoryBytes: mebibytes * MIB });
    const failure = failureOf(() => operator.map(messageOf('bomb')), {
      get memoryBytes() {
        return operator.memoryBytes;
      },
      memoryLimitBytes: mebibytes * MIB,
    });
    expect(operator.memoryBytes).toBeLessThanOrEqual(mebibytes * MIB);
    expect(operator.memoryBytes).toBeGreaterThan(0.9 * mebibytes * MIB);
    expect(failure).toMatchObject({ code: 'OPERATOR_TRAP', isFatal: true });
  });

  it('is 256 MiB by default', () => {
    expect(DEFAULT_MAX_MEMORY_BYTES).toBe(256 * MIB);
  });

  it('does not change what a component starts with', async () => {
    const raw = await transpileRaw('faulty');
    const bytes = raw.cores.get('operator.core.wasm') ?? new Uint8Array();
    const { bytes: metered } = meterCore(bytes, { maxMemoryBytes: 65_536 });
    expect(() => new WebAssembly.Module(metered)).not.toThrow();
  });
});
