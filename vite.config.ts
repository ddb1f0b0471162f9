import { svelte } from '@sveltejs/vite-plugin-svelte';
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type InlineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const external = ['electron', ...builtinModules, /^node:/];

/** The pages there are; a file that is missing is left out, so that each can be worked on alone. */
const pages = ['index', 'panel', 'decoder']
  .map((name) => at(`renderer/${name}.html`))
  .filter((file) => existsSync(file));

const shared = {
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
} satisfies InlineConfig;

/** The main process: one ES module. Only the native packages stay outside, where electron-builder finds them. */
export const mainConfig: InlineConfig = {
  ...shared,
  root: at('.'),
  ssr: { noExternal: true, external: ['keytar', 'libsql'], target: 'node' },
  build: {
    ssr: at('electron/main.ts'),
    outDir: at('dist/main'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      external,
      output: {
        format: 'es',
        entryFileNames: 'main.js',
        chunkFileNames: '[name]-[hash].js',
        // V8 keeps the text of what is loaded: without comments and spaces it is half. Names stay, for the log.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
};

/** The preload: a sandboxed one has to be a single CommonJS file. */
export const preloadConfig: InlineConfig = {
  ...shared,
  root: at('.'),
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: at('electron/preload.ts'),
    outDir: at('dist/preload'),
    emptyOutDir: true,
    target: 'chrome130',
    minify: false,
    rolldownOptions: {
      external,
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
};

/** The pages. Nothing inline: their content security policy forbids inline code and data: addresses. */
export default defineConfig({
  ...shared,
  root: at('renderer'),
  base: './',
  plugins: [svelte({ configFile: at('svelte.config.js') })],
  build: {
    outDir: at('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
});
