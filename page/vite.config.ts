import { defineConfig } from 'vite';

/** Where `npm run page` finds a running simulator. */
const simulator = process.env.SIMULATOR_URL ?? 'http://127.0.0.1:4010';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/simulator/page',
    emptyOutDir: true,
    target: 'es2022',
    // One script and one sheet: the page is small, and its policy allows nothing inline.
    modulePreload: false,
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/_simulator': {
        target: simulator,
        changeOrigin: true,
        // The simulator takes changes from its own page only, and in development this is it.
        headers: { origin: simulator },
      },
    },
  },
});
