import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { dockerfileReports } from './dockerfile-reports.ts';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'breakwater-dockerfile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bad = join(folder, 'Dockerfile');
writeFileSync(
  bad,
  'FROM debian\nENV DB_PASSWORD=hunter2\n# breakwater: ignore dockerfile-add the builder needs it\nADD src /app/\n',
);
const good = join(folder, 'Dockerfile.good');
writeFileSync(good, `FROM debian:12@sha256:${'0'.repeat(64)}\nHEALTHCHECK CMD ["true"]\nUSER 1000\n`);

function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'image', 'dockerfile', ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

describe('breakwater image dockerfile', () => {
  it.each([
    { args: [bad], status: 1, says: /2 {4}critical +A secret is written into the Dockerfile/ },
    { args: [good], status: 0, says: /nothing to remark[\s\S]*1 file: nothing found/ },
    { args: [folder], status: 1, says: /2 files: 1 critical/ },
    { args: [good, '--fail-on', 'info'], status: 0, says: /nothing found/ },
    {
      args: [bad, '--format', 'github'],
      status: 1,
      says: /^::error file=[^,]+,line=2,endLine=2,title=A secret/m,
    },
  ])('$args ends with $status', ({ args, status, says }) => {
    const result = run(args);
    expect(result.stderr).toBe('');
    expect(result.status).toBe(status);
    expect(result.stdout).toMatch(says);
    expect(result.stdout).not.toContain('hunter2');
    if (!args.includes('github'))
      for (const line of result.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('reads standard input and prints JSON', () => {
    const { status, stdout } = run(['-', '--json'], 'FROM debian:12\nUSER 1\nHEALTHCHECK CMD ["a"]\n');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).files[0]).toMatchObject({
      path: 'stdin',
      findings: [{ checkId: 'dockerfile-no-digest', line: 1 }],
    });
  });

  it.each([[['no-such-file']], [[bad, '--fail-on', 'bad']], [[bad, '--format', 'xml']], [[]]])(
    '%j ends with 2',
    (args) => {
      const { status, stdout, stderr } = run(args);
      expect(status).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toBe('');
    },
  );

  it('writes SARIF with places, fingerprints and what was taken back', () => {
    const { stdout } = run([bad, '--format', 'sarif']);
    const [{ results, tool }] = JSON.parse(stdout).runs;
    const suppressed = results.filter((one: { suppressions?: unknown }) => one.suppressions !== undefined);
    expect(suppressed).toMatchObject([
      {
        ruleId: 'dockerfile-add',
        suppressions: [{ kind: 'inSource', justification: 'the builder needs it' }],
      },
    ]);
    for (const one of results) {
      expect(tool.driver.rules[one.ruleIndex].id).toBe(one.ruleId);
      expect(one.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(one.partialFingerprints['breakwater/v1']).toMatch(/^[0-9a-f]{40}$/);
    }
  });

  it('lets nothing of a file steer the terminal or a workflow', () => {
    const finding = {
      checkId: 'dockerfile-add',
      title: 't',
      severity: 'low',
      line: 1,
      endLine: 1,
      evidence: 'a\u001b[31m\n::error::x',
      remediation: 'r',
    } as const;
    const files = [
      { path: 'a\n::error::y', result: { findings: [finding], ignored: [], problems: [], isComplete: true } },
    ];
    expect(dockerfileReports.text(files)).not.toContain('\u001b');
    expect(dockerfileReports.github(files).split('\n')).toHaveLength(2);
  });
});
