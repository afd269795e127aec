import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageReportSchema } from '@breakwater/api';
import { applyIgnoreRules, evaluatePolicy, failOnPolicy, readIgnoreRules } from '@breakwater/findings';
import type { ImageReport } from '@breakwater/model';
import { scanImage } from '@breakwater/sbom';
import { buildReport, policyKnowledge, reportFormats } from '@breakwater/scan';
import { openAdvisories } from '@breakwater/vuln';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const shared = process.env.BREAKWATER_CASES ?? '../shared';
const folder = join(shared, 'images');
const isThere = existsSync(folder);
const names = isThere ? readdirSync(folder).filter((name) => name.endsWith('.oci.tar')) : [];
const now = new Date('2026-11-23T12:00:00.000Z');
/** What is masked wherever it is told: values that the images hold. */
const key = /PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/;

const rules = readIgnoreRules(
  `ignore:
  - check: image-root-user
    reason: a test
    expires: 2027-01-31
  - vulnerability: '*'
    package: l*
    reason: a test
    expires: 2027-01-31
`,
  'rules',
);

describe.skipIf(!isThere && process.env.REQUIRE_ALL !== '1').each(names)('%s', (name) => {
  let report: ImageReport;

  beforeAll(async () => {
    const advisories = await openAdvisories(
      [join(shared, 'advisories')],
      join(tmpdir(), 'breakwater-report-forms'),
    );
    const found = buildReport(name, await scanImage(join(folder, name)), advisories, now);
    advisories.close();
    const judged = applyIgnoreRules(found, rules, now, policyKnowledge.compareVersions);
    const context = { knowledge: policyKnowledge };
    report = { ...judged, verdicts: [evaluatePolicy(failOnPolicy('high'), judged, now, context)] };
  }, 120_000);

  test('is what the published schema says, and nothing of it is unknown there', () => {
    const read = JSON.parse(write('json')) as unknown;
    expect(imageReportSchema.parse(read)).toEqual(read);
  });

  test.each(['sarif', 'gitlab', 'cyclonedx-vex'])('%s keeps to its format', (format) => {
    const schema = JSON.parse(
      readFileSync(new URL(`testdata/${format}.schema.json`, import.meta.url), 'utf8'),
    );
    const { error } = z.fromJSONSchema(schema).safeParse(JSON.parse(write(format)));
    expect(error?.issues.slice(0, 5) ?? []).toEqual([]);
  });

  test('SARIF has every finding once, those ignored as suppressed, each with its own fingerprint', () => {
    const [run] = JSON.parse(write('sarif')).runs;
    const { ignored = [], matches, configFindings, fileFindings = [] } = report;
    const open = matches.length + configFindings.length + fileFindings.length;
    expect(run.results).toHaveLength(open + ignored.length);
    expect(ignored.length).toBeGreaterThan(0);
    const suppressed = run.results.filter((result: object) => 'suppressions' in result);
    expect(suppressed).toHaveLength(ignored.length);
    const prints = run.results.map(
      (result: { partialFingerprints: Record<string, string> }) =>
        result.partialFingerprints['breakwater/v1'],
    );
    expect(new Set(prints).size).toBe(prints.length);
    for (const { ruleId, ruleIndex } of run.results) {
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    }
  });

  test('JUnit counts what it holds', () => {
    const xml = write('junit');
    const sum = (attribute: string) =>
      [...xml.matchAll(new RegExp(` ${attribute}="(\\d+)"`, 'g'))].reduce(
        (total, one) => total + Number(one[1]),
        0,
      );
    expect(sum('tests')).toBe(xml.match(/<testcase /g)?.length ?? 0);
    expect(sum('failures')).toBe(xml.match(/<failure /g)?.length ?? 0);
    expect(sum('errors')).toBe(xml.match(/<error /g)?.length ?? 0);
    expect(sum('skipped')).toBe(report.ignored?.length ?? 0);
  });

  test.each([...reportFormats.keys()].filter((format) => !/vex/.test(format)))(
    '%s tells of every file that was found, and shows no secret',
    (format) => {
      const text = write(format);
      expect(text).not.toMatch(key);
      for (const { path } of report.fileFindings ?? []) expect(text).toContain(path);
    },
  );

  function write(format: string): string {
    return reportFormats.get(format)?.(report, '0.1.0') ?? '';
  }
});
