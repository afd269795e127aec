import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toSbomDocument } from '@breakwater/scan';
import { afterAll, describe, expect, it } from 'vitest';
import { writeImageTar } from '../../../../../packages/image/test-support/write-image.ts';
import { writeTar } from '../../../../../packages/image/test-support/write-tar.ts';
import { CommandError } from '../../exit-code.ts';
import { readImage } from './read-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-read-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'Cargo.lock'), '[[package]]\nname = "tide"\nversion = "0.1.0"\n');

describe('readImage', () => {
  it('reads a folder', async () => {
    const { sbom } = await readImage(`dir:${folder}`, {});
    expect(sbom.packages.map(({ purl }) => purl)).toEqual(['pkg:cargo/tide@0.1.0']);
  });

  it.each(['cyclonedx', 'spdx', 'spdx3'] as const)(
    'reads the %s document of a folder as the folder',
    async (format) => {
      const image = await readImage(`dir:${folder}`, {});
      const file = join(folder, `${format}.json`);
      writeFileSync(file, toSbomDocument(image, format, new Date('2026-01-02T03:04:05Z'), '1.0.0'));
      const read = await readImage(`sbom:${file}`, {});
      rmSync(file);
      expect(read).toEqual(image);
    },
  );

  it('keeps the layers of an image below the cache folder, unless told not to', async () => {
    const image = join(folder, 'image.tar');
    const cargo = '[[package]]\nname = "tide"\nversion = "0.1.0"\n';
    writeFileSync(
      image,
      writeImageTar({ layers: [{ tar: writeTar([{ path: 'Cargo.lock', content: cargo }]) }] }),
    );
    const cacheDir = join(folder, 'cache');
    const plain = await readImage(image, { cache: false, cacheDir });
    expect(existsSync(cacheDir)).toBe(false);
    expect(await readImage(image, { cache: true, cacheDir })).toEqual(plain);
    expect(readdirSync(join(cacheDir, 'layers'))).toHaveLength(1);
    expect(await readImage(image, { cache: true, cacheDir })).toEqual(plain);
  });

  it.each([
    { image: 'dir:/nowhere/at/all', reason: 'cannot be read (ENOENT)' },
    { image: 'sbom:/nowhere/at/all', reason: 'cannot be read (ENOENT)' },
    { image: `sbom:${join(folder, 'Cargo.lock')}`, reason: 'is no JSON' },
    { image: './nowhere.tar', reason: 'no such file' },
  ])('tells why $image cannot be read', async ({ image, reason }) => {
    const failure = await readImage(image, {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandError);
    expect(String(failure)).toContain(reason);
  });
});
