import type { Fields } from '../ordinary-day/fields.ts';
import { createRandom, type Random } from '../ordinary-day/random.ts';

interface Writer {
  readonly name: string;
  readonly parent: string;
  readonly image?: string;
}

const nginx: Writer = { name: 'nginx', parent: 'nginx' };
const start: Writer = { name: 'sed', parent: 'docker-entrypoi' };
const node: Writer = { name: 'node', parent: 'tini' };
const java: Writer = { name: 'java', parent: 'sh' };
const php: Writer = { name: 'php-fpm8.3', parent: 'php-fpm8.3' };
const python: Writer = { name: 'python3', parent: 'gunicorn' };
const rotate: Writer = { name: 'logrotate', parent: 'crond' };
const postgres: Writer = { name: 'postgres', parent: 'postgres' };
const cargo: Writer = { name: 'x', parent: 'cargo' };
const build: Writer = { name: 'dpkg', parent: 'apt-get', image: 'registry.example/builder:7' };

type Row = readonly [change: string, path: string, writer: Writer, mode?: string, isInBaseline?: boolean];

/** What files of containers go through: `#` stands for a number. */
const rows: readonly [Row, ...Row[]] = [
  ['modified', '/var/log/nginx/access.log', nginx],
  ['created', '/var/log/nginx/error.log', nginx],
  ['created', '/run/nginx.pid', nginx],
  ['created', '/var/cache/nginx/client_temp/000000#', nginx],
  ['deleted', '/var/cache/nginx/client_temp/000000#', nginx],
  ['modified', '/etc/nginx/conf.d/default.conf', start, '0644', true],
  ['renamed', '/var/log/app/app.log.1', rotate],
  ['deleted', '/var/log/app/app.log.14.gz', rotate],
  ['deleted', '/var/log/app/app-20260201.log', { name: 'rm', parent: 'sh' }],
  ['created', '/tmp/upload-#.tmp', node],
  ['deleted', '/tmp/upload-#.tmp', node],
  ['created', '/app/.next/cache/fetch-cache/#', node],
  ['modified', '/app/.next/server/app/page.js', node, '0644', true],
  ['created', '/root/.npm/_logs/#.log', node],
  ['created', '/tmp/hsperfdata_app/#', java],
  ['created', '/tmp/tomcat.8080.#/work/Tomcat/index_jsp.class', java],
  ['created', '/tmp/libnetty_transport_native_#.so', java, '0755'],
  ['created', '/var/www/html/var/cache/prod/#.php', php],
  ['created', '/var/www/html/uploads/#.jpg', php],
  ['modified', '/usr/lib/python3.12/__pycache__/os.cpython-312.pyc', python, '0644', true],
  ['created', '/tmp/.X11-unix', python, '1777'],
  ['created', '/dev/shm/PostgreSQL.#', postgres],
  ['modified', '/var/lib/postgresql/data/base/5/#', postgres],
  ['renamed', '/var/lib/postgresql/data/pg_wal/0000#', postgres],
  ['created', '/etc/hosts', start, '0644'],
  ['modified', '/etc/resolv.conf', start, '0644', true],
  ['created', '/root/.ssh/known_hosts', { name: 'git', parent: 'sh' }],
  ['executed', '/work/target/debug/x-#', cargo, '0755'],
  ['created', '/work/target/debug/x-#', { name: 'ld', parent: 'gcc' }, '0755'],
  ['modified', '/usr/bin/curl', build, '0755', true],
  ['created', '/usr/bin/gcc-14', build, '0755'],
  ['modified', '/var/lib/dpkg/status', build, '0644', true],
  ['attributes', '/etc/passwd', { name: 'chown', parent: 'sh' }, '0644', true],
  ['created', '/run/secrets/token', start],
];

function change(
  [kind, path, { name, parent, image }, mode = '0644', isInBaseline = false]: Row,
  random: Random,
): Fields {
  const sha256 = random.hex(64);
  const isGone = kind === 'deleted';
  const state = { type: 'file', mode, sha256, uid: 1000, size: random.below(1e6) };
  const before =
    kind === 'created' ? undefined : { ...state, sha256: kind === 'attributes' ? sha256 : random.hex(64) };
  return {
    change: kind,
    path: path.replace('#', String(random.below(1e6))),
    isInBaseline,
    baseline: 'image',
    ...(before === undefined ? {} : { before }),
    ...(isGone ? {} : { after: state }),
    process: { name, parent, cmdline: name, user: 'app', uid: 1000 },
    place: {
      provider: 'aws',
      account: '111122223333',
      region: 'eu-central-1',
      cluster: 'prod',
      task: random.pick(['t1', 't2', 't3', 't4']),
      container: 'app',
    },
    image: image ?? 'registry.example/shop:1.2',
  };
}

/** Changes of files in containers that do their work: logs, caches, uploads, settings at start, builds in their images. */
export function ordinaryFiles(seed: number, count: number): readonly Fields[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    id: `f-${index}`,
    time: new Date(Date.UTC(2026, 2, 2) + index * 20_000).toISOString(),
    ...change(random.pick(rows), random),
  }));
}
