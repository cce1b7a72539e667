// Readable names in stack traces, from those that Rust compilers write.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { demangleSymbol } from '../../../../src/runtime/component/demangleSymbol.ts';

it.each([
  ['_RNvNtCs5fKW_6faulty9misbehave4hang', 'faulty::misbehave::hang'],
  ['_ZN4core9panicking5panic17h0123456789abcdefE', 'core::panicking::panic'],
  ['_ZN36_$LT$T$u20$as$u20$core..any..Any$GT$7type_id17h0123456789abcdefE', '<T as core::any::Any>::type_id'],
  ['_ZN99999999999999999999x', '_ZN99999999999999999999x'],
  ['_RNvCs1_1a_2_bc', 'a::bc'],
  ['main', 'main'],
  ['JS_CallInternal', 'JS_CallInternal'],
  ['_ZN', '_ZN'],
  ['_R', '_R'],
  ['', ''],
])('%s becomes %s', (symbol, expected) => {
  expect(demangleSymbol(symbol)).toBe(expected);
});

it('never throws and never gives nothing for something', () => {
  const symbol = fc.tuple(
    fc.constantFrom('', '_ZN', '_R', '_RNv'),
    fc.string(),
    fc.stringMatching(/^[0-9a-zA-Z_$]*$/),
  );
  fc.assert(
    fc.property(symbol, (parts) => {
      const text = parts.join('');
      expect(demangleSymbol(text) === '').toBe(text === '');
    }),
  );
});
