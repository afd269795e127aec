import type { Container, Process, Recorder } from './recorder.ts';

const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const database = { address: '10.0.3.9', port: 5432 };
const cache = { address: '10.0.3.17', port: 6379 };
const credentials = { address: '169.254.170.2', port: 80 };
const dns = { address: '10.0.0.2', port: 53, protocol: 'udp' } as const;
/** Public addresses of S3, SQS and another API. */
const apis = ['52.219.170.30', '52.119.188.12', '34.117.59.81'];

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
      record.connect(node, { address: apis[index % apis.length] ?? '', port: 443 });
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

/** Django below gunicorn: modules are compiled, a library is looked for, files are uploaded. */
export function serveByPython(record: Recorder, requests: number): void {
  const container = { id: 'c1b2c3d4e5f6', name: 'shop', repository: `${registry}/shop` };
  const entry = record.first(container, {
    exepath: '/bin/bash',
    name: 'entrypoint.sh',
    args: '/app/entrypoint.sh',
  });
  record.changeMode(
    record.start(entry, { exepath: '/bin/chmod', args: '0700 /app/run' }),
    '/app/run',
    'S_IXUSR|S_IWUSR|S_IRUSR',
  );
  record.changeMode(
    record.start(entry, { exepath: '/bin/chmod', args: '+x /app/run/start' }),
    '/app/run/start',
    'S_IXOTH|S_IXGRP|S_IXUSR|S_IWUSR|S_IRUSR',
  );
  record.call(record.start(entry, { exepath: '/bin/chown', args: '-R app:app /app/media' }), 'fchownat', {
    'fs.path.name': '/app/media',
  });
  record.makeDirectory(
    record.start(entry, { exepath: '/bin/mkdir', args: '-p /app/media /app/run' }),
    '/app/media',
    '/app/run',
  );
  record.write(entry, '/app/config/settings.ini');
  const metadata = record.start(entry, {
    exepath: '/usr/bin/curl',
    args: '-s http://169.254.170.2/v4/2b4f6a10-3456-task/task',
  });
  record.connect(metadata, credentials);
  record.start(entry, { exepath: '/bin/nc', args: '-z db.internal 5432' });
  record.connect(
    record.start(entry, { exepath: '/bin/bash', args: '-c echo > /dev/tcp/10.0.3.9/5432' }),
    database,
  );
  record.start(entry, { exepath: '/usr/bin/id', args: '-u' });
  record.start(entry, { exepath: '/bin/hostname', args: '-i' });
  record.start(entry, { exepath: '/usr/bin/find', args: '/app/locale -name *.mo' });
  record.start(entry, { exepath: '/bin/grep', args: '-q password /app/config/settings.ini' });
  const migrate = record.start(entry, {
    exepath: '/usr/local/bin/python3.12',
    args: 'manage.py migrate',
    cwd: '/app',
  });
  loadPython(record, migrate);
  record.connect(migrate, database);
  const master = record.start(entry, {
    exepath: '/usr/local/bin/python3.12',
    name: 'gunicorn',
    args: '/usr/local/bin/gunicorn shop.wsgi --bind 0.0.0.0:8000',
    cwd: '/app',
  });
  loadPython(record, master);
  record.start(record.start(master, { exepath: '/bin/sh', args: '-c /sbin/ldconfig -p 2>/dev/null' }), {
    exepath: '/sbin/ldconfig',
    args: '-p',
  });
  record.start(record.start(master, { exepath: '/bin/sh', args: '-c uname -p 2> /dev/null' }), {
    exepath: '/bin/uname',
    args: '-p',
  });
  record.listen(master, 8000);
  record.write(master, '/tmp/wgunicorn-ab12cd', 'O_RDWR|O_CREAT|O_EXCL');
  const worker = { ...master, pid: master.pid + 1, parent: master };
  askCredentials(record, worker);
  for (let index = 0; index < requests; index += 1) {
    record.call(worker, 'accept4', { 'evt.rawres': 11, ...accepted(index, 8000) });
    record.read(worker, `/app/templates/page-${index % 30}.html`);
    if (index % 5 === 0) record.connect(worker, database);
    record.send(worker, database, 'SELECT "auth_user"."password" FROM "auth_user"');
    if (index % 25 === 0) record.write(worker, `/app/media/invoice-${index}.pdf`);
    if (index % 40 === 0) record.connect(worker, { address: apis[index % apis.length] ?? '', port: 443 });
    if (index % 300 === 0) checkHealth(record, container, 'python');
  }
  stop(record, master);
}

/** A Spring service: class files, its own temporary files, its cluster. */
export function serveByJava(record: Recorder, requests: number): void {
  const container = { id: 'd1b2c3d4e5f6', name: 'orders', repository: `${registry}/orders` };
  const java = record.first(container, {
    exepath: '/opt/java/openjdk/bin/java',
    args: '-XX:MaxRAMPercentage=75 -jar /app/orders.jar',
    user: 'app',
    cwd: '/app',
  });
  record.read(
    java,
    '/opt/java/openjdk/lib/modules',
    '/proc/self/cgroup',
    '/proc/self/mountinfo',
    '/sys/fs/cgroup/cpu.max',
    '/etc/timezone',
    '/opt/java/openjdk/lib/security/cacerts',
    '/etc/nsswitch.conf',
    '/etc/hosts',
    '/etc/resolv.conf',
  );
  record.write(java, '/tmp/hsperfdata_app/1', 'O_RDWR|O_CREAT|O_TRUNC');
  record.write(java, '/tmp/.java_pid1', 'O_RDWR|O_CREAT');
  record.makeDirectory(java, '/tmp/tomcat.8080.123456', '/tmp/tomcat.8080.123456/work');
  record.write(java, '/tmp/snappy-1.1.10-libsnappyjava.so', 'O_WRONLY|O_CREAT|O_EXCL');
  record.miss(java, '/home/app/.aws/credentials');
  askCredentials(record, java);
  record.listen(java, 8080);
  record.listen(java, 8081);
  for (let index = 0; index < 8; index += 1)
    record.connect(java, { address: `::ffff:10.0.4.${10 + index}`, port: 9092 });
  for (let index = 0; index < requests; index += 1) {
    record.call(java, 'accept', { 'evt.rawres': 33, ...accepted(index, 8080) });
    if (index % 10 === 0) record.connect(java, database);
    record.send(java, database, 'UPDATE orders SET state = $1 WHERE id = $2');
    if (index % 15 === 0) record.connect(java, { address: apis[index % apis.length] ?? '', port: 443 });
    if (index % 60 === 0) record.write(java, `/app/logs/orders-${index}.log`, 'O_WRONLY|O_APPEND|O_CREAT');
    if (index % 120 === 0) record.rename(java, '/app/logs/orders.log', `/app/logs/orders.log.${index}`);
    if (index % 300 === 0) checkHealth(record, container, 'curl');
  }
  stop(record, java);
}

/** WordPress: Apache with PHP, sessions, uploads, mail through sendmail. */
export function serveByApache(record: Recorder, requests: number): void {
  const container = { id: 'e1b2c3d4e5f6', name: 'blog', repository: `${registry}/blog` };
  const entry = record.first(container, {
    exepath: '/bin/bash',
    name: 'docker-entrypoi',
    args: '/usr/local/bin/docker-entrypoint.sh apache2-foreground',
  });
  record.start(entry, { exepath: '/usr/bin/id', args: '-u' });
  record.start(entry, {
    exepath: '/bin/tar',
    args: '--create --file - --directory /usr/src/wordpress --owner www-data .',
  });
  const tar = record.start(entry, { exepath: '/bin/tar', args: '--extract --file -' });
  for (let index = 0; index < 200; index += 1)
    record.write(tar, `/var/www/html/wp-includes/file-${index}.php`, 'O_WRONLY|O_CREAT|O_EXCL');
  const apache = record.start(entry, { exepath: '/usr/sbin/apache2', args: '-DFOREGROUND' });
  record.read(
    apache,
    '/etc/apache2/apache2.conf',
    '/etc/passwd',
    '/etc/mime.types',
    '/usr/local/etc/php/php.ini',
  );
  record.write(apache, '/var/run/apache2/apache2.pid');
  record.write(apache, '/var/log/apache2/access.log', 'O_WRONLY|O_APPEND|O_CREAT');
  record.listen(apache, 80);
  const worker = { ...apache, user: 'www-data', parent: apache };
  for (let index = 0; index < requests; index += 1) {
    record.call(worker, 'accept4', { 'evt.rawres': 9, ...accepted(index, 80) });
    record.read(
      worker,
      '/var/www/html/index.php',
      '/var/www/html/wp-config.php',
      `/var/www/html/wp-content/themes/a/${index % 20}.php`,
    );
    record.connect(worker, { address: '10.0.3.9', port: 3306 });
    if (index % 30 === 0) record.write(worker, `/var/www/html/wp-content/uploads/2026/03/${index}.jpg`);
    if (index % 40 === 0) record.write(worker, `/tmp/sess_${index}`, 'O_RDWR|O_CREAT');
    if (index % 90 === 0) record.start(worker, { exepath: '/bin/sh', args: '-c /usr/sbin/sendmail -t -i' });
    if (index % 200 === 0) record.connect(worker, { address: '198.143.164.252', port: 443 });
  }
  stop(record, apache);
}

function loadPython(record: Recorder, process: Process): void {
  record.read(
    process,
    '/usr/local/pyvenv.cfg',
    '/etc/localtime',
    '/etc/ssl/openssl.cnf',
    '/usr/local/lib/python3.12/site-packages/certifi/cacert.pem',
  );
  for (let index = 0; index < 150; index += 1) {
    record.read(process, `/usr/local/lib/python3.12/site-packages/module${index}.py`);
    if (index % 6 !== 0) continue;
    const compiled = `/usr/local/lib/python3.12/site-packages/__pycache__/module${index}.cpython-312.pyc`;
    record.write(process, `${compiled}.140223`, 'O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC');
    record.rename(process, `${compiled}.140223`, compiled);
  }
}

/** What an AWS SDK does in a task: credentials of the role, then the region. */
function askCredentials(record: Recorder, process: Process): void {
  record.connect(process, credentials);
  record.send(process, credentials, 'GET /v2/credentials/2b4f6a10-aaaa-bbbb-cccc-123456789012 HTTP/1.1');
  record.connect(process, { address: '169.254.169.254', port: 80 });
}

function checkHealth(record: Recorder, container: Container, kind: 'curl' | 'node' | 'python'): void {
  const shell = record.first(container, {
    exepath: '/bin/sh',
    args: '-c curl -f http://localhost:8080/health || exit 1',
  });
  if (kind === 'node')
    record.start(shell, {
      exepath: '/usr/local/bin/node',
      args: "-e fetch('http://localhost:3000/health').then(r=>process.exit(r.ok?0:1))",
    });
  else if (kind === 'python')
    record.start(shell, {
      exepath: '/usr/local/bin/python3.12',
      args: "-c import urllib.request; urllib.request.urlopen('http://localhost:8000/health')",
    });
  const curl = record.start(shell, {
    exepath: '/usr/bin/curl',
    args: '-f -s -o /dev/null http://localhost:8080/health',
  });
  record.read(curl, '/etc/ssl/certs/ca-certificates.crt', '/etc/hosts');
  record.connect(curl, { address: '127.0.0.1', port: 8080 });
  record.start(shell, { exepath: '/usr/bin/wget', args: '-q --spider http://127.0.0.1:8080/health' });
  record.sleep(30);
}

function stop(record: Recorder, process: Process): void {
  record.call(process, 'signaldeliver', { 'evt.arg.sig': 'SIGTERM' });
  record.remove(process, '/run/nginx.pid', '/tmp/wgunicorn-ab12cd', '/tmp/hsperfdata_app/1');
  record.call(process, 'shutdown');
  record.call(process, 'procexit', { 'evt.arg.status': 0 });
}

function accepted(index: number, port: number): Record<string, unknown> {
  const client = `10.0.2.${(index % 200) + 1}`;
  return {
    'fd.type': 'ipv4',
    'fd.l4proto': 'tcp',
    'fd.cip': client,
    'fd.cport': 20_000 + (index % 40_000),
    'fd.sip': '10.0.1.20',
    'fd.snet': '10.0.1.20',
    'fd.sport': port,
    'fd.lport': port,
    'fd.name': `${client}:${20_000 + (index % 40_000)}->10.0.1.20:${port}`,
  };
}
