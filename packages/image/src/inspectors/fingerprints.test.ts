import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileInspectors } from './index.ts';
import fingerprints from './testdata/fingerprints.json' with { type: 'json' };

/** What inspectors read beside their own folder. */
const shared = ['../secret-reason.ts'];

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .sort();
}

function fingerprintOf(name: string): string {
  const hash = createHash('sha256');
  for (const file of [...sourcesOf(name), ...shared]) {
    hash.update(file).update(readFileSync(join(import.meta.dirname, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

it('an inspector that changed has another version, so that nothing of the old one is kept of layers', () => {
  const current = Object.fromEntries(
    fileInspectors.map(({ name, version }) => [name, { version, sources: fingerprintOf(name) }]),
  );
  expect(
    current,
    'if it finds or says anything else than before: raise its version; then note both in testdata/fingerprints.json',
  ).toEqual(fingerprints);
});
