import { join } from 'node:path';
import type { Plugin } from 'vite';

const crypto = join(import.meta.dirname, 'src/pages/investigate/worker/crypto-stand-in.ts');

/** In a worker of the browser, what our packages use of Node is stood in for: hashes here, `Buffer` by its first import. */
export function workerStandIns(): Plugin {
  return {
    name: 'breakwater-worker-stand-ins',
    enforce: 'pre',
    resolveId(source) {
      return source === 'node:crypto' ? crypto : undefined;
    },
  };
}
