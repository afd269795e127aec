/**
 * `npm run build:cli`: the command line in few files, apps/cli/dist/breakwater.mjs and its chunks, which start faster
 * than the sources. Commands stay apart, so that one loads only what it needs. What the programs find beside their
 * sources (content, workers, the console) they still find there: a bundle belongs to its checkout.
 *
 *   node tools/launch.js tools/bundle.ts ENTRY FOLDER NAME
 */
import { rmSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '..');

/** Dependencies that nearly every command loads; the others are loaded from node_modules when they are needed. */
const included: ReadonlySet<string> = new Set(['commander', 'yaml', 're2js']);

const [, , entry, out, name] = process.argv;
if (entry === undefined || out === undefined || name === undefined) {
  process.stderr.write('usage: bundle.ts ENTRY FOLDER NAME\n');
  process.exit(2);
}
const folder = resolve(root, out);

/** Modules keep their own place, wherever the code of them lies. */
const places: Plugin = {
  name: 'places',
  transform: {
    filter: { id: /^(?!.*node_modules).*\.ts$/, code: /import\.meta\./ },
    handler(code, id) {
      const place = (path: string): string => JSON.stringify(relative(folder, path));
      return code
        .replaceAll('import.meta.dirname', `(import.meta.dirname + '/' + ${place(dirname(id))})`)
        .replaceAll('import.meta.url', `new URL(${place(id)}, import.meta.url).href`);
    },
  },
};

const bundle = await rolldown({
  input: { [name]: resolve(root, entry) },
  cwd: root,
  platform: 'node',
  external: (id) => {
    const isPackage = /^[@a-z]/.test(id) && !id.startsWith('@breakwater/');
    return isPackage && !included.has(id);
  },
  plugins: [places],
});
rmSync(folder, { recursive: true, force: true });
await bundle.write({
  dir: folder,
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name]-[hash].mjs',
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
});
await bundle.close();
