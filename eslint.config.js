import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { functionLength } from './build/lint/function-length.js';

/**
 * The import table of ARCHITECTURE.md, row by row: `target` may not import `from`, except what `except` names.
 * Paths in `except` are relative to `from`.
 */
const layers = {
  './shared': { electron: [], renderer: true },
  './electron/lib': { electron: ['lib'] },
  './electron/blink': { electron: ['lib', 'blink'] },
  './electron/store': { electron: ['lib', 'store'] },
  './electron/sync': { electron: ['lib', 'blink', 'store', 'sync'] },
  './electron/services': { electron: ['lib', 'blink', 'store', 'sync', 'services'] },
  './electron/ipc': {
    electron: [
      'lib',
      'services',
      'ipc',
      'store/app-store.ts',
      'store/clips/clip-index.ts',
      'store/settings.ts',
      'store/settings-schema.ts',
    ],
  },
  './electron/desktop': {
    electron: [
      'lib',
      'services',
      'desktop',
      'store/app-store.ts',
      'store/clips/clip-index.ts',
      'store/settings.ts',
      'store/settings-schema.ts',
    ],
  },
};

const zones = [
  ...Object.entries(layers).flatMap(([target, { electron }]) => [
    { target, from: './electron', except: electron.map((path) => `./${path}`) },
    { target, from: './renderer' },
  ]),
  { target: './electron', from: './renderer' },
  { target: './renderer', from: './electron' },
  { target: ['./electron', './renderer', './shared', './build'], from: './tests' },
  { target: './tests/blink-cloud', from: ['./electron', './renderer', './shared'] },
  {
    target: './renderer/components',
    from: ['./renderer/features', './renderer/views', './renderer/actions'],
  },
  { target: './renderer/components', from: ['./renderer/stores', './renderer/api.ts'] },
  { target: './renderer/components', from: './shared', except: ['./messages'] },
  { target: './renderer/features', from: './renderer/views' },
  {
    target: ['./renderer/stores', './renderer/actions'],
    from: ['./renderer/features', './renderer/views'],
  },
];

/** A feature knows its own folder only. */
const features = ['account', 'camera', 'clips', 'home', 'schedules', 'settings', 'status'];
const featureZones = features.map((name) => ({
  target: `./renderer/features/${name}`,
  from: './renderer/features',
  except: [`./${name}`],
}));

const clockAndChance = [
  [
    "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    'Take `now` from a Clock.',
  ],
  ["NewExpression[callee.name='Date'][arguments.length=0]", 'Take `now` from a Clock.'],
  ["CallExpression[callee.name='setTimeout']", 'Take timers from a Clock.'],
  ["CallExpression[callee.name='setInterval']", 'Take timers from a Clock.'],
  [
    "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    'Take chance from a Random.',
  ],
  ["CallExpression[callee.name='randomUUID']", 'Take chance from a Random.'],
  ["CallExpression[callee.property.name='randomUUID']", 'Take chance from a Random.'],
].map(([selector, message]) => ({ selector, message }));

const only = (name, allowedIn) => ({ name, message: `Only ${allowedIn} may import ${name}.` });
const electronPackage = only(
  'electron',
  'electron/main.ts, electron/application.ts, electron/ipc and electron/desktop',
);
const singleFilePackages = [
  ['ofetch', 'electron/blink/http/http.ts'],
  ['electron-store', 'electron/store/settings.ts'],
  ['keytar', 'electron/store/secret-store.ts'],
  ['libsql', 'electron/store/clips/database.ts'],
  ['libsql/promise', 'electron/store/clips/database-file.ts'],
  ['async-mutex', 'electron/lib/mutex.ts'],
  ['electron-log', 'electron/lib/logger.ts'],
  ['electron-log/node', 'electron/lib/logger.ts'],
  ['@jellybrick/dbus-next', 'electron/desktop/dbus.ts'],
];
const packagesExcept = (...open) =>
  singleFilePackages
    .filter(([name]) => !open.includes(name))
    .map(([name, file]) => only(name, file));
const nodePatterns = [{ group: ['node:*'], message: 'This layer does not know Node.' }];
const fileModules = ['node:fs', 'node:fs/promises'].map((name) =>
  only(name, 'a named file adapter in electron/store'),
);
const restrict = (paths, patterns = []) => ({
  'no-restricted-imports': ['error', { paths, patterns }],
});

export default ts.config(
  { ignores: ['dist/', 'release/', 'demo-output/', 'test-results/', 'shared/messages/compiled/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'build/lint/*.js'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { 'import-x': importX, porchlight: { rules: { 'function-length': functionLength } } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...zones, ...featureZones] }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false }],
      'max-params': ['error', 3],
      'porchlight/function-length': ['error', 50],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: restrict([electronPackage, ...packagesExcept()], nodePatterns),
  },
  { files: ['electron/**/*.ts'], rules: restrict(packagesExcept()) },
  {
    files: ['electron/{lib,blink,store,sync,services}/**/*.ts'],
    rules: { ...restrict([electronPackage, ...packagesExcept(), ...fileModules]) },
  },
  {
    files: ['electron/{blink,store,sync,services}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...clockAndChance] },
  },
  ...[
    ['electron/blink/http/http.ts', 'ofetch'],
    ['electron/store/settings.ts', 'electron-store'],
    ['electron/store/secret-store.ts', 'keytar'],
    ['electron/store/clips/database.ts', 'libsql'],
    ['electron/store/clips/database-file.ts', 'libsql/promise'],
    ['electron/lib/mutex.ts', 'async-mutex'],
    ['electron/lib/logger.ts', 'electron-log', 'electron-log/node'],
  ].map(([file, ...open]) => ({
    files: [file],
    rules: restrict([electronPackage, ...packagesExcept(...open), ...fileModules]),
  })),
  // The file adapters: the only places below desktop/ that touch the disk.
  {
    files: ['electron/store/file-system.ts'],
    rules: restrict([electronPackage, ...packagesExcept()]),
  },
  // The composition root is one list of named calls, read from top to bottom.
  { files: ['electron/application.ts'], rules: { 'porchlight/function-length': 'off' } },
  {
    files: ['electron/desktop/dbus.ts'],
    rules: restrict(packagesExcept('@jellybrick/dbus-next')),
  },
  {
    files: ['renderer/**/*.{ts,svelte}'],
    rules: {
      ...restrict([electronPackage, ...packagesExcept()], nodePatterns),
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-unused-props': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: true }],
    },
  },
  {
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'max-lines': ['error', 250], 'import-x/no-default-export': 'off' },
  },
  {
    files: ['build/**', 'tests/**'],
    rules: { 'no-console': 'off', 'max-params': ['error', 4] },
  },
  {
    files: ['*.config.{ts,js}'],
    rules: { 'import-x/no-default-export': 'off', 'max-lines': 'off' },
  },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
  prettier,
);
