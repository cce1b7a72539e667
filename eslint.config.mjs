// The rules of writing, as ESLint checks them. Every rule fails: there are no warnings. Import directions are in
// .dependency-cruiser.mjs, layout is Prettier's; enums and namespaces with values are refused by `erasableSyntaxOnly`.
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Files that may read the system's time or set its timers, each with the reason. All others take a clock. */
export const realTimeAllowances = {
  'src/runtime/engine/systemTime.ts': 'the one implementation of real time',
  'src/runtime/broker/embeddedBroker.ts':
    'closing waits for real sockets, and retained messages expire in real time',
  'src/runtime/broker/mqttLink.ts': 'closing waits for a real socket',
  'src/runtime/telemetry/telemetryWorker.ts': 'stamps metrics with real time, in a thread of its own',
  'src/runtime/broker/publishHold.ts': 'keeps real connections alive',
};

/** Layers in which time is real: people type commands and click, and see the time of day. */
const realTimeLayers = [
  'src/cli.ts',
  'src/cli/**',
  'src/extension.ts',
  'src/host/**',
  'src/languageServer.ts',
];

const takeTheClock = 'Take the clock as an argument (src/base/clock.ts): time may be virtual here.';

const bareTime = {
  'no-restricted-globals': [
    'error',
    ...['setTimeout', 'setInterval', 'performance'].map((name) => ({ name, message: takeTheClock })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: takeTheClock },
    ...['setTimeout', 'setInterval', 'performance'].map((property) => ({
      object: 'globalThis',
      property,
      message: takeTheClock,
    })),
  ],
  'no-restricted-imports': [
    'error',
    ...['node:timers', 'node:timers/promises', 'node:perf_hooks'].map((name) => ({
      name,
      message: takeTheClock,
    })),
  ],
};

const forms = [
  { selector: 'TSEnumDeclaration', message: 'Write a union of string literals instead of an enum.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
];
const dateOfNow = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: takeTheClock,
};

const nodeGlobals = Object.fromEntries(
  ['process', 'console', 'URL', 'Buffer', 'setTimeout', 'clearTimeout', 'performance'].map((name) => [
    name,
    'readonly',
  ]),
);

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.cache/',
      'coverage/',
      'samples/',
      'test/fixtures/',
      '**/target/',
      '**/*.generated.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      'max-lines': ['error', 500],
      'max-lines-per-function': ['error', 90],
      complexity: ['error', 20],
      eqeqeq: 'error',
      'no-console': 'error',
      // Text from outside is searched for control characters on purpose.
      'no-control-regex': 'off',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-restricted-syntax': ['error', ...forms],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // `listen(() => stop())` and `return reject(error)` read well and hide nothing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // What is typed void may still return something, which `void` keeps from a caller that looks.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A key that no type names is written as a key.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // `Record<never, never>` says that a protocol has no methods, or an interface no functions.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // A WIT resource that is never constructed is an empty class.
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true }],
      // An empty text often means the same as none.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // `type` is for what is, or may become, a union.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['webview/**/*.tsx'],
    extends: [reactHooks.configs.flat['recommended']],
    rules: { 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    rules: { ...bareTime, 'no-restricted-syntax': ['error', ...forms, dateOfNow] },
  },
  {
    files: [...realTimeLayers, ...Object.keys(realTimeAllowances)],
    rules: {
      ...Object.fromEntries(Object.keys(bareTime).map((rule) => [rule, 'off'])),
      'no-restricted-syntax': ['error', ...forms],
    },
  },
  {
    // The command line, scripts and benchmarks talk to a terminal.
    files: ['src/cli.ts', 'src/cli/**', 'scripts/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Declarations describe what others wrote.
    files: ['**/*.d.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off', '@typescript-eslint/no-namespace': 'off' },
  },
  {
    // A group of tests is one function; its length says nothing.
    files: ['test/**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // What a test takes for granted and is not there fails the test, as it should.
    files: ['test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Operators that users begin with, and their tests.
    files: ['templates/**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { TextDecoder: 'readonly', TextEncoder: 'readonly' } },
  },
  {
    // Plain JavaScript and the configuration of tools, which asks for default exports: no types to check with.
    files: ['**/*.mjs', '*.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: nodeGlobals },
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
