/**
 * Where the bundle begins. What V8 compiles is kept; where the folder cannot be written the command starts more slowly. An older
 * Node hands over to the one that npm installed.
 */
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '../../..');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  module.enableCompileCache(join(root, 'node_modules/.cache/compiled'));
  await import('./main.ts');
} else {
  const launcher = join(root, 'tools/launch.js');
  const { launch } = (await import(launcher)) as { launch: (file: string, args: readonly string[]) => void };
  launch(fileURLToPath(import.meta.url), process.argv.slice(2));
}
