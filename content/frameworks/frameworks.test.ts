import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assess, readFramework } from '@breakwater/compliance';
import { readCheck } from '@breakwater/posture';
import { describe, expect, it } from 'vitest';

const content = join(import.meta.dirname, '..');
const checkFolder = join(content, 'checks');
const checks = readdirSync(checkFolder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.yaml') && name.includes('/'))
  .map((file) => readCheck(readFileSync(join(checkFolder, file), 'utf8'), file));
const implemented = new Set(checks.map((check) => check.id));
const catalogue = readFileSync(join(checkFolder, 'catalogue.yaml'), 'utf8');
const planned = [...catalogue.matchAll(/^ {2}- \{id: ([a-z0-9-]+),/gm)].map(([, id = '']) => id);
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));

describe.each(files)('%s', (file) => {
  const framework = readFramework(readFileSync(join(import.meta.dirname, file), 'utf8'), file);
  const known = new Set([...implemented, ...planned]);

  it('is named by its id', () => {
    expect(basename(file, '.yaml')).toBe(framework.id);
  });

  it('names only checks of the catalogue', () => {
    const unknown = framework.controls
      .flatMap((control) => control.checks)
      .filter((check) => !known.has(check));
    expect(unknown).toEqual([]);
  });

  it('gives every control a status, and passes none without a verdict', () => {
    const { requirements, counts } = assess(framework, [], implemented);
    const statuses = requirements.flatMap((one) => one.controls).map((one) => one.status);
    expect(statuses).toHaveLength(framework.controls.length);
    expect(new Set(statuses)).toEqual(new Set(['not-assessed']));
    expect(counts.passed).toBe(0);
  });

  it('has at least one control that an implemented check judges', () => {
    expect(framework.controls.some((control) => control.checks.some((check) => implemented.has(check)))).toBe(
      true,
    );
  });
});

it('does not list an implemented check as planned', () => {
  expect(planned.filter((id) => implemented.has(id))).toEqual([]);
});
