/** Where the bundle begins. What V8 compiles is kept; where the folder cannot be written the command starts more slowly. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/compiled'));
await import('./main.ts');
