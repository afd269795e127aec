import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { routeTable } from './route-table.ts';
import { workerStandIns } from './worker-stand-ins.ts';

/**
 * The server renders `index.html` once per request and puts a fresh nonce in place of `__CSP_NONCE__`.
 * Nothing is inlined as a data URL, so `img-src 'self'` and `font-src 'self'` are enough.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), routeTable()],
  worker: { format: 'es', plugins: () => [workerStandIns()] },
  html: { cspNonce: '__CSP_NONCE__' },
  server: {
    proxy: { '/api': process.env.BREAKWATER_DEV_SERVER ?? 'http://127.0.0.1:8080' },
  },
  build: {
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Our packages are pure: what is not used (the contract's schemas) is left out.
      treeshake: { moduleSideEffects: (module) => !/\/packages\/[a-z]+\/src\//.test(module) },
    },
  },
});
