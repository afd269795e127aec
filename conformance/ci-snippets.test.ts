import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '..');
const snippets = join(root, 'deploy', 'ci');
const shared = resolve(root, process.env.BREAKWATER_CASES ?? '../shared');
const passing = join(shared, 'images', 'alma8-sysimage.oci.tar');
const failing = join(shared, 'images', 'debian12-node.oci.tar');
const isThere = existsSync(passing);

/** The scan of a file as its CI service would run it, and the artifacts that later steps take. */
interface Snippet {
  readonly file: string;
  readonly shell: readonly string[];
  readonly script: (document: Yaml) => string;
  readonly artifacts: (document: Yaml) => readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: files of other programs, read by the paths that their documentation names
type Yaml = any;

const table: readonly Snippet[] = [
  {
    file: 'github-actions.yml',
    shell: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'],
    script: (document) => step(document, 'Scan').run,
    artifacts: (document) => [
      step(document, 'Upload to code scanning').with.sarif_file,
      ...step(document, 'Keep the reports').with.path.trim().split('\n'),
    ],
  },
  {
    file: 'gitlab-ci.yml',
    shell: ['bash', '-eo', 'pipefail', '-c'],
    script: (document) => document.container_scanning.script.join('\n'),
    artifacts: ({ container_scanning: { artifacts } }) => [
      ...artifacts.paths,
      ...(Object.values(artifacts.reports) as string[]),
    ],
  },
  {
    file: 'buildspec.yml',
    shell: ['sh', '-ec'],
    script: (document) => document.phases.build.commands.join('\n'),
    artifacts: (document) => [...document.reports.breakwater.files, ...document.artifacts.files],
  },
];

let home = '';
let environment: NodeJS.ProcessEnv = {};

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'breakwater-ci-'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  program(bin, 'breakwater', `exec "${process.execPath}" "${root}/apps/cli/bin/breakwater.js" "$@"`);
  program(bin, 'aws', awsDouble);
  environment = {
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
  };
  // One advisory that covers nothing: what passes and what fails is then told by the configuration and files alone.
  const advisories = join(home, 'advisories');
  mkdirSync(advisories);
  writeFileSync(join(advisories, 'a.jsonl'), `${JSON.stringify(advisory)}\n`);
  execFileSync(join(bin, 'breakwater'), ['advisories', 'import', advisories], { env: environment });
}, 60_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.skipIf(!isThere && process.env.REQUIRE_ALL !== '1').each(table)('$file', (snippet) => {
  const document = parse(readFileSync(join(snippets, snippet.file), 'utf8')) as Yaml;

  test.each([
    [0, 'passes', passing],
    [1, 'does not pass', failing],
  ])(
    'ends with %i for an image that %s, and the artifacts are there',
    { timeout: 60_000 },
    (code, _, image) => {
      const folder = run(snippet, document, image, code);
      for (const name of snippet.artifacts(document)) checkArtifact(join(folder, name));
    },
  );

  test('ends with 2 where there is no image', { timeout: 60_000 }, () => {
    run(snippet, document, join(home, 'missing.tar'), 2);
  });

  test('fetches advisories before it scans', () => {
    const text = JSON.stringify(document);
    expect(text.indexOf('breakwater advisories update')).toBeGreaterThan(0);
    expect(text.indexOf('breakwater advisories update')).toBeLessThan(text.indexOf('breakwater image scan'));
  });
});

describe.skipIf(!isThere && process.env.REQUIRE_ALL !== '1')('buildspec-approval.yml', () => {
  const document = parse(readFileSync(join(snippets, 'buildspec-approval.yml'), 'utf8')) as Yaml;
  const script: string = document.phases.build.commands.join('\n');

  test.each([
    ['Approved', 0, passing, /every policy passed: default/],
    ['Rejected', 1, failing, /default (?:failed|incomplete): /],
    ['Rejected', 1, '/nonexistent/image.tar', /the scan has no result; it ended with 2/],
  ])('%s, ending with %i, for %s', { timeout: 60_000 }, (status, code, image, summary) => {
    const { folder, result } = approve(image, 'gate');
    expect(result.status, result.stderr).toBe(code);
    const said = JSON.parse(readFileSync(join(folder, 'approval.json'), 'utf8')) as Yaml;
    expect(said.status).toBe(status);
    expect(said.summary).toMatch(summary);
    expect(said.summary.length).toBeLessThanOrEqual(512);
    expect(readFileSync(join(folder, 'put.txt'), 'utf8')).toContain('--token token-1');
  });

  test('where no approval waits it answers nothing and says so', { timeout: 60_000 }, () => {
    const { folder, result } = approve(passing, 'other');
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('no approval waits in shop, stage gate, action other');
    expect(existsSync(join(folder, 'approval.json'))).toBe(false);
  });

  function approve(image: string, action: string) {
    const folder = mkdtempSync(join(home, 'approval-'));
    const env = {
      ...environment,
      IMAGE: image,
      PIPELINE: 'shop',
      STAGE: 'gate',
      ACTION: action,
      APPROVAL_FOLDER: folder,
    };
    const inFolder = script.replace('deploy/ci/', `${snippets}/`);
    return { folder, result: spawnSync('sh', ['-ec', inFolder], { cwd: folder, env, encoding: 'utf8' }) };
  }
});

test('the ignore rules shown are read, and the pre-commit hook is a command that exists', () => {
  const [hook] = (parse(readFileSync(join(snippets, 'pre-commit-config.yaml'), 'utf8')) as Yaml).repos[0]
    .hooks;
  const file = join(home, 'Dockerfile');
  writeFileSync(file, `FROM alpine:3.20@sha256:${'0'.repeat(64)}\nRUN apk add curl\n`);
  const checked = spawnSync('bash', ['-c', `${hook.entry} "${file}"`], {
    env: environment,
    encoding: 'utf8',
  });
  expect(checked.status, checked.stderr).toBe(1);
  expect(new RegExp(hook.files).test('shop/Dockerfile.dev')).toBe(true);
  if (!isThere) return;
  const scan = ['image', 'scan', passing, '--ignore', join(snippets, 'ignore.yaml'), '--json'];
  const scanned = spawnSync(join(home, 'bin', 'breakwater'), scan, { env: environment, encoding: 'utf8' });
  expect(JSON.parse(scanned.stdout).ignored).toMatchObject([{ rule: 'image-no-healthcheck' }]);
});

function run(snippet: Snippet, document: Yaml, image: string, code: number): string {
  const folder = mkdtempSync(join(home, 'run-'));
  const [shell = 'sh', ...args] = snippet.shell;
  const result = spawnSync(shell, [...args, snippet.script(document)], {
    cwd: folder,
    env: { ...environment, IMAGE: image },
    encoding: 'utf8',
  });
  expect(result.status, result.stderr).toBe(code);
  return folder;
}

function checkArtifact(path: string): void {
  const text = readFileSync(path, 'utf8');
  if (/\.html$/.test(path)) expect(text).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  else if (/\.xml$/.test(path)) expect(text).toMatch(/^<\?xml [\s\S]*<\/testsuites>\n$/);
  else if (/\.sarif$/.test(path)) expect(JSON.parse(text)).toMatchObject({ version: '2.1.0' });
  else if (/gl-container/.test(path)) expect(JSON.parse(text).scan.type).toBe('container_scanning');
  else expect(JSON.parse(text).verdicts).toHaveLength(1);
}

function step(document: Yaml, name: string): Yaml {
  return document.jobs.scan.steps.find((one: Yaml) => one.name === name);
}

function program(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** Answers as the service does for one approval that waits, and keeps what it is told. */
const awsDouble = `
case "$2" in
get-pipeline-state)
  echo '{"stageStates":[{"stageName":"gate","actionStates":[{"actionName":"gate","latestExecution":{"status":"InProgress","token":"token-1"}}]}]}'
  ;;
put-approval-result)
  echo "$*" >"$APPROVAL_FOLDER/put.txt"
  while [ "$1" != --result ]; do shift; done
  printf '%s' "$2" >"$APPROVAL_FOLDER/approval.json"
  ;;
esac`;

const advisory = {
  schema_version: '1.6.0',
  id: 'ALSA-2019:0001',
  modified: '2026-11-01T00:00:00Z',
  published: '2019-01-01T00:00:00Z',
  summary: 'Low: bash security update',
  affected: [
    {
      package: { ecosystem: 'AlmaLinux:8', name: 'bash' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.0-1.el8' }] }],
    },
  ],
};
