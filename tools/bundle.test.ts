import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureWriter, eventTypeOf, parametersOf } from '../packages/capture/src/index.ts';

const root = resolve(import.meta.dirname, '..');
/** Below the checkout, for what is not bundled is looked for from there. */
const caches = join(root, 'node_modules/.cache');
mkdirSync(caches, { recursive: true });
const folder = mkdtempSync(join(caches, 'bundle-test-'));
const command = join(folder, 'breakwater.mjs');
const work = mkdtempSync(join(tmpdir(), 'bundle-'));

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function writeCapture(path: string): void {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  const type = eventTypeOf('mkdir');
  if (type === undefined) throw new Error('no type');
  writer.section();
  const parameters = parametersOf(type, { res: 0, path: '/tmp/made', mode: 0o755 });
  writer.event({ time: 1_790_000_000_000_000_000n, tid: 7, code: type.code, parameters });
  writeFileSync(path, Buffer.concat(parts));
}

/** An OCI layout of one layer that holds one file. */
function writeImage(path: string, file: string, content: string): void {
  const blobs = join(path, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const add = (mediaType: string, bytes: Buffer) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const type = 'application/vnd.oci.image';
  const layer = add(`${type}.layer.v1.tar`, tarOf(file, content));
  const config = add(
    `${type}.config.v1+json`,
    Buffer.from(
      JSON.stringify({
        ...{ architecture: 'amd64', os: 'linux', config: {} },
        rootfs: { type: 'layers', diff_ids: [layer.digest] },
      }),
    ),
  );
  const manifest = { schemaVersion: 2, mediaType: `${type}.manifest.v1+json`, config, layers: [layer] };
  const listed = add(manifest.mediaType, Buffer.from(JSON.stringify(manifest)));
  writeFileSync(join(path, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [listed] }));
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion": "1.0.0"}');
}

function tarOf(file: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(file, 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, Buffer.from(content.padEnd(512, '\0')), Buffer.alloc(1024)]);
}

const rules = `- rule: Directory made
  desc: d
  condition: evt.type = mkdir and evt.arg.path startswith /tmp
  output: made %fs.path.name
  priority: NOTICE
  source: syscall
`;

beforeAll(() => {
  const { status, stderr } = run(
    join(root, 'tools/bundle.ts'),
    'apps/cli/src/bundled.ts',
    folder,
    'breakwater',
  );
  if (status !== 0) throw new Error(stderr);
  writeFileSync(join(work, 'rules.yaml'), rules);
  writeCapture(join(work, 'made.scap'));
  writeImage(join(work, 'image'), 'lib/apk/db/installed', 'P:musl\nV:1.2.3-r4\nA:x86_64\n\n');
}, 60_000);

afterAll(() => {
  rmSync(work, { recursive: true });
  rmSync(folder, { recursive: true });
});

describe('the bundled command', () => {
  it('detects in a capture', () => {
    const { status, stdout, stderr } = run(
      command,
      'detect',
      '--rules',
      'rules.yaml',
      '--input',
      'made.scap',
    );
    expect(stderr).toContain('1 record(s) evaluated, 0 rejected, 1 detection(s)');
    expect(JSON.parse(stdout)).toMatchObject({
      rule: 'Directory made',
      output: expect.stringContaining('/tmp/made'),
    });
    expect(status).toBe(0);
  });

  it('tells of a capture', () => {
    const { status, stdout } = run(command, 'capture', 'info', 'made.scap', '--json');
    expect(status).toBe(0);
    expect(stdout).toContain('mkdir');
  });

  it('tests rules, in threads, with the content of the checkout', () => {
    const { status, stdout, stderr } = run(command, 'rules', 'test', join(root, 'content/rules/tests'));
    expect(stdout + stderr).toMatch(/\d+ passed, 0 failed in \d+ file/);
    expect(status).toBe(0);
  }, 60_000);

  it('scans an image, by the policy of the checkout', () => {
    const { status, stdout } = run(
      command,
      'image',
      'scan',
      'image',
      '--advisories',
      work,
      '--format',
      'json',
    );
    expect(stdout).toContain('musl');
    expect(JSON.parse(stdout)).toMatchObject({ verdicts: [{ policy: 'default', status: 'incomplete' }] });
    expect(status).toBe(1);
  });

  it('keeps the server and clients of AWS out of what detect loads', () => {
    const loaded = modulesOf('breakwater.mjs', new Set());
    const detect = readdirSync(folder).filter((name) => /^detect-/.test(name));
    expect(detect.length).toBeGreaterThan(0);
    for (const name of detect) modulesOf(name, loaded);
    expect([...loaded].filter((name) => /aws-sdk|fastify|sqlite|pino|zod/.test(name))).toEqual([]);
    expect(loaded.size).toBeGreaterThan(5);
  });
});

/** What a chunk imports when it is loaded, and what that imports. */
function modulesOf(name: string, found: Set<string>): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  if (!name.endsWith('.mjs')) return found;
  const code = readFileSync(join(folder, name), 'utf8');
  for (const [, from = ''] of code.matchAll(/^(?:import|export)[^;]*?["']([^"']+)["'];/gm)) {
    modulesOf(from.replace(/^\.\//, ''), found);
  }
  return found;
}
