import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../main.ts');
const testdata = join(import.meta.dirname, 'testdata');
const inventory = join(testdata, 'inventory.jsonl');
const policies = join(testdata, 'policies.yml');

function breakwater(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
}

describe('posture run', () => {
  it('prints what fails and what could not be judged, in 80 columns', () => {
    const { status, stdout } = breakwater('posture', 'run', '-r', inventory);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /FAIL {2}high {5}sg-no-ssh-from-internet\n.*\(1 of 2\)\n.*security-group\/sg-open\n/,
    );
    expect(stdout).toMatch(/ERROR medium {3}s3-require-tls\n[\s\S]*s3:GetBucketPolicy/);
    expect(stdout).toMatch(/ERROR medium {3}vpc-endpoint-ecr-api\n[\s\S]*ec2:DescribeVpcEndpoints/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    { name: 'a failure as bad', args: ['--fail-on', 'high'], status: 1 },
    { name: 'nothing as bad', args: ['--fail-on', 'high', '--check', 'vpc-flow-logs'], status: 0 },
    { name: 'an unknown check', args: ['--check', 'nonsense'], status: 2 },
    { name: 'a policy with actions', args: ['--policy', policies], status: 2 },
    { name: 'a policy with actions, dry', args: ['--policy', policies, '--dry-run'], status: 0 },
    {
      name: 'a policy that matches',
      args: ['--policy', policies, '--dry-run', '--fail-on', 'medium'],
      status: 1,
    },
  ])('exits $status for $name', ({ args, status }) => {
    expect(breakwater('posture', 'run', '-r', inventory, ...args).status).toBe(status);
  });

  it('gives every verdict as JSON', () => {
    const { stdout } = breakwater(
      'posture',
      'run',
      '-r',
      inventory,
      '--json',
      '--check',
      'sg-no-ssh-from-internet',
    );
    const { results } = JSON.parse(stdout) as { results: readonly { resourceId: string; status: string }[] };
    expect(results.map((one) => `${one.resourceId.split('/')[1]} ${one.status}`)).toEqual([
      'sg-open FAIL',
      'sg-closed PASS',
    ]);
  });

  it('says what a policy would do', () => {
    const { stdout } = breakwater('posture', 'run', '-r', inventory, '--policy', policies, '--dry-run');
    expect(stdout).toMatch(
      /open-ssh {2}111122223333 eu-west-1 {2}1 matched\n.*sg-open\n {2}would run: remove-permissions\n/,
    );
  });

  it('names file and line of a wrong policy', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'breakwater-')), 'wrong.yml');
    writeFileSync(file, 'policies:\n- name: a\n  resource: ec2\n  filters:\n  - type: nonsense\n');
    const { status, stderr } = breakwater('posture', 'run', '-r', inventory, '--policy', file);
    expect(status).toBe(2);
    expect(stderr).toBe(`breakwater: ${file}:5: unknown filter nonsense\n`);
  });
});

describe('compliance', () => {
  it('scores a framework by requirement', () => {
    const { status, stdout } = breakwater('compliance', 'assess', '-f', 'cis-aws-7.0', '-r', inventory);
    expect(status).toBe(0);
    expect(stdout).toMatch(/SCORE +PASSED +FAILED +ERROR +NOT ASSESSED +REQUIREMENT/);
    expect(stdout).toMatch(/6 Network/);
  });

  it('lists the resources of a failed control', () => {
    const { stdout } = breakwater('compliance', 'report', '-f', 'aws-fsbp', '-r', inventory);
    expect(stdout).toMatch(
      /failed {8}EC2\.6 .*\n {6}FAIL {2}arn:aws:ec2:eu-west-1:111122223333:vpc\/vpc-1\n/,
    );
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    { name: 'a low score', args: ['-f', 'aws-fsbp', '--fail-under', '90'], status: 1 },
    { name: 'a score of an unscored framework', args: ['-f', 'gdpr', '--fail-under', '90'], status: 2 },
    { name: 'an unknown framework', args: ['-f', 'nonsense'], status: 2 },
  ])('exits $status for $name', ({ args, status }) => {
    expect(breakwater('compliance', 'assess', '-r', inventory, ...args).status).toBe(status);
  });

  it('gives no score where a standard is met by processes', () => {
    const { stdout } = breakwater('compliance', 'assess', '-f', 'gdpr', '-r', inventory, '--json');
    const assessment = JSON.parse(stdout) as Record<string, unknown>;
    expect(assessment).toHaveProperty('coverage');
    expect(assessment).not.toHaveProperty('score');
  });
});
