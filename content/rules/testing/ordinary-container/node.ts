import type { Recorder } from './recorder.ts';
import {
  accepted,
  askCredentials,
  cache,
  checkHealth,
  database,
  dns,
  publicApi,
  registry,
  stop,
} from './task.ts';

/** A Node.js service behind an init, started by npm. */
export function serveByNode(record: Recorder, requests: number): void {
  const container = { id: 'b1b2c3d4e5f6', name: 'api', repository: `${registry}/api` };
  const init = record.first(container, { exepath: '/usr/bin/dumb-init', args: '-- npm start' });
  const npm = record.start(init, {
    exepath: '/usr/local/bin/node',
    name: 'npm start',
    args: '/usr/local/bin/npm start',
    user: 'node',
    cwd: '/app',
  });
  record.read(npm, '/app/package.json', '/app/.npmrc', '/home/node/.npmrc');
  record.write(
    npm,
    '/home/node/.npm/_logs/2026-03-02T09_30_00_000Z-debug-0.log',
    'O_WRONLY|O_CREAT|O_APPEND',
  );
  const shell = record.start(npm, { exepath: '/bin/sh', args: '-c node dist/server.js' });
  const node = record.start(shell, { exepath: '/usr/local/bin/node', args: 'dist/server.js' });
  record.read(
    node,
    '/usr/local/ssl/openssl.cnf',
    '/proc/meminfo',
    '/sys/fs/cgroup/memory.max',
    '/etc/resolv.conf',
    '/etc/hosts',
    '/app/node_modules/.package-lock.json',
  );
  record.miss(node, '/home/node/.aws/credentials', '/home/node/.aws/config');
  for (let index = 0; index < 400; index += 1)
    record.read(node, `/app/node_modules/package-${index}/index.js`);
  askCredentials(record, node);
  record.listen(node, 3000);
  record.connect(node, database);
  record.connect(node, cache);
  for (let index = 0; index < requests; index += 1) {
    record.call(node, 'accept4', { 'evt.rawres': 21, ...accepted(index, 3000) });
    if (index % 4 === 0) {
      record.connect(node, dns);
      record.send(node, dns, '\x12\x34\x01\x00\x00\x01sqs\x0ceu-central-1\x09amazonaws\x03com');
      record.connect(node, publicApi(index));
    }
    record.send(node, database, 'SELECT id, name FROM customers WHERE id = $1');
    if (index % 20 === 0) {
      record.write(node, `/tmp/upload-${index}.tmp`, 'O_WRONLY|O_CREAT|O_EXCL');
      record.rename(node, `/tmp/upload-${index}.tmp`, `/app/uploads/${index}.png`);
    }
    record.call(node, 'write', {
      'evt.rawres': 120,
      'fd.type': 'pipe',
      'evt.buffer': `{"level":"info","path":"/orders/${index}","status":200}`,
    });
    if (index % 300 === 0) checkHealth(record, container, 'node');
    if (index % 700 === 0) askCredentials(record, node);
  }
  stop(record, node);
}
