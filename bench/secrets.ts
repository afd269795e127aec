import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { findSecrets } from '../packages/image/src/inspectors/secrets/find-secrets.ts';
import { isBinary } from '../packages/image/src/inspectors/secrets/select-file.ts';

/**
 * `node tools/launch.js bench/secrets.ts [FOLDER...]`: every text file below the folders (default: node_modules) is searched for
 * secrets, without any choice by name. What is found is printed without the text: in code that is published it is a mistake of ours.
 */
const folders = process.argv.slice(2);
const maxBytes = 400 * 1024 * 1024;

let bytes = 0;
let files = 0;
let ms = 0;
let found = 0;
for (const folder of folders.length === 0 ? ['node_modules'] : folders) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || bytes > maxBytes) continue;
    const path = join(entry.parentPath, entry.name);
    if (statSync(path).size > 8 * 1024 * 1024) continue;
    const content = readFileSync(path);
    if (isBinary(content)) continue;
    const start = performance.now();
    const { secrets } = findSecrets(content);
    ms += performance.now() - start;
    bytes += content.length;
    files += 1;
    found += secrets.length;
    for (const { rule, start: at, severity } of secrets)
      console.log(`${path}: ${rule.id} (${severity}) at byte ${at}`);
  }
}
const result = {
  files,
  megabytes: Math.round(bytes / 1e6),
  seconds: Math.round(ms) / 1000,
  megabytesPerSecond: Math.round(bytes / 1e3 / ms),
  found,
  node: process.version,
};
console.table([result]);
mkdirSync(new URL('results', import.meta.url), { recursive: true });
writeFileSync(new URL('results/secrets.json', import.meta.url), `${JSON.stringify(result, undefined, 2)}\n`);
