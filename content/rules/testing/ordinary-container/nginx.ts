import type { Recorder } from './recorder.ts';
import { accepted, checkHealth, registry, stop } from './task.ts';

/** The official nginx image: its start scripts, then static files and a proxy. */
export function serveByNginx(record: Recorder, requests: number): void {
  const container = { id: 'a1b2c3d4e5f6', name: 'web', repository: `${registry}/web` };
  const entry = record.first(container, {
    exepath: '/bin/sh',
    name: 'docker-entrypoi',
    args: '/docker-entrypoint.sh nginx -g daemon off;',
  });
  record.read(entry, '/docker-entrypoint.sh');
  const find = record.start(entry, {
    exepath: '/usr/bin/find',
    args: '/docker-entrypoint.d/ -mindepth 1 -maxdepth 1 -type f',
  });
  record.read(find, '/docker-entrypoint.d');
  const ipv6 = record.start(entry, {
    exepath: '/bin/sh',
    name: '10-listen-on-ip',
    args: '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  });
  record.write(
    record.start(ipv6, { exepath: '/usr/bin/touch', args: '/etc/nginx/conf.d/default.conf' }),
    '/etc/nginx/conf.d/default.conf',
    'O_CREAT|O_WRONLY|O_NONBLOCK',
  );
  const sed = record.start(ipv6, {
    exepath: '/bin/sed',
    args: '-i -E s,listen 80;,listen 80; listen [::]:80;, /etc/nginx/conf.d/default.conf',
  });
  record.write(sed, '/etc/nginx/conf.d/sedAb12Cd', 'O_RDWR|O_CREAT|O_EXCL');
  record.rename(sed, '/etc/nginx/conf.d/sedAb12Cd', '/etc/nginx/conf.d/default.conf');
  const templates = record.start(entry, {
    exepath: '/bin/sh',
    name: '20-envsubst-on-',
    args: '/docker-entrypoint.d/20-envsubst-on-templates.sh',
  });
  record.start(templates, { exepath: '/usr/bin/env' });
  const substitute = record.start(templates, {
    exepath: '/usr/bin/envsubst',
    args: '$API_HOST $API_PORT',
  });
  record.read(substitute, '/etc/nginx/templates/default.conf.template');
  record.write(templates, '/etc/nginx/conf.d/default.conf');
  const nginx = record.start(entry, { exepath: '/usr/sbin/nginx', args: '-g daemon off;' });
  record.miss(nginx, '/etc/ld.so.preload');
  record.read(
    nginx,
    '/etc/passwd',
    '/etc/group',
    '/etc/ssl/openssl.cnf',
    '/etc/nginx/nginx.conf',
    '/etc/nginx/mime.types',
    '/etc/nginx/conf.d/default.conf',
    '/etc/nginx/certs/tls.crt',
    '/etc/ssl/private/server.key',
  );
  record.write(nginx, '/run/nginx.pid', 'O_RDWR|O_CREAT|O_TRUNC');
  record.write(nginx, '/var/log/nginx/access.log', 'O_WRONLY|O_APPEND|O_CREAT');
  record.write(nginx, '/var/log/nginx/error.log', 'O_WRONLY|O_APPEND|O_CREAT');
  record.listen(nginx, 80);
  record.listen(nginx, 443);
  const worker = { ...nginx, user: 'nginx', args: '', parent: nginx };
  record.call(worker, 'setgid', { 'evt.arg.gid': 101 });
  record.call(worker, 'setuid', { 'evt.arg.uid': 101 });
  for (let index = 0; index < requests; index += 1) {
    record.call(worker, 'accept4', { 'evt.rawres': 9, ...accepted(index, 443) });
    record.call(worker, 'recvfrom', {
      'evt.rawres': 78,
      'evt.buffer': `GET /static/${index % 40}.js HTTP/1.1`,
      ...accepted(index, 443),
    });
    if (index % 3 === 0) record.connect(worker, { address: '127.0.0.1', port: 3000 });
    else record.read(worker, `/usr/share/nginx/html/static/${index % 40}.js`);
    if (index % 50 === 0)
      record.write(worker, `/var/cache/nginx/client_temp/00000000${index}`, 'O_RDWR|O_CREAT|O_EXCL');
    record.call(worker, 'writev', {
      'evt.rawres': 900,
      'evt.buffer': 'HTTP/1.1 200 OK',
      ...accepted(index, 443),
    });
    if (index % 300 === 0) checkHealth(record, container, 'curl');
  }
  stop(record, nginx);
}
