import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../apps/cli/src/commands/index.ts';
import { suites } from '../conformance/suites/index.ts';
import { configChecks } from '../packages/image/src/config-checks/index.ts';
import { resourceTypes } from '../packages/inventory/src/aws/index.ts';
import { streams } from '../packages/investigate/src/streams/index.ts';
import { detectionsTile, tileTable } from '../packages/investigate/src/tiles/index.ts';
import { channels } from '../packages/notify/src/channels/index.ts';
import { filterTypes } from '../packages/posture/src/filters/index.ts';
import { catalogers } from '../packages/sbom/src/catalogers/index.ts';
import { sources } from '../packages/sources/src/sources.ts';
import { matchers } from '../packages/vuln/src/matchers/index.ts';
import { versionSchemes } from '../packages/vuln/src/versions/index.ts';

const root = resolve(import.meta.dirname, '..');

/** A folder of things of one kind, and the list that makes them known. */
interface List {
  readonly files: string;
  readonly items: readonly unknown[];
  /** Keys that only things of this kind have; files may export other things too. */
  readonly keys: readonly string[];
}

const lists: readonly List[] = [
  { files: 'packages/vuln/src/versions/*.ts', items: versionSchemes, keys: ['name', 'compare'] },
  { files: 'packages/vuln/src/matchers/*.ts', items: matchers, keys: ['types', 'subject'] },
  { files: 'packages/sbom/src/catalogers/*/*.ts', items: catalogers, keys: ['name', 'parse'] },
  {
    files: 'packages/inventory/src/aws/*.ts',
    items: resourceTypes,
    keys: ['type', 'service', 'read'],
  },
  {
    files: 'packages/image/src/config-checks/*.ts',
    items: configChecks,
    keys: ['id', 'check'],
  },
  { files: 'packages/notify/src/channels/*/index.ts', items: channels, keys: ['type', 'send', 'preview'] },
  { files: 'packages/posture/src/filters/*.ts', items: filterTypes, keys: ['name', 'compile'] },
  { files: 'packages/sources/src/*/index.ts', items: sources, keys: ['name', 'fields', 'parse'] },
  {
    files: 'packages/investigate/src/tiles/*.ts',
    items: [detectionsTile, ...Object.values(tileTable).flat()],
    keys: ['id', 'title', 'unit', 'on'],
  },
  { files: 'packages/investigate/src/streams/*.ts', items: streams, keys: ['id', 'figures', 'what'] },
  { files: 'conformance/suites/*.ts', items: suites, keys: ['name', 'defaultPath', 'cases'] },
];

describe.each(lists)('the list of $files', ({ files, items, keys }) => {
  it('holds every item that a file exports', async () => {
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(isItem(item, keys)).toBe(true);
    const missing: string[] = [];
    for (const file of globSync(files, { cwd: root, exclude: ['**/*.test.ts'] }).sort()) {
      const exported = (await import(join(root, file))) as Readonly<Record<string, unknown>>;
      for (const [name, value] of Object.entries(exported)) {
        for (const one of Array.isArray(value) ? value : [value]) {
          if (isItem(one, keys) && !items.includes(one)) missing.push(`${file} exports ${name}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});

function isItem(value: unknown, keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

describe('the list of commands', () => {
  it('holds every file and folder beside it', () => {
    const files = globSync('apps/cli/src/commands/{*.ts,*/index.ts}', {
      cwd: root,
      exclude: ['**/*.test.ts'],
    });
    const names = files.map((file) => file.replace(/^.*\/commands\//, '').replace(/(?:\/index)?\.ts$/, ''));
    const listed = commands.map((create) => create().name());
    expect(listed.toSorted()).toEqual(names.filter((name) => name !== 'index').sort());
  });
});
