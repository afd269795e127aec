import type { Process, Recorder } from './recorder.ts';
import {
  accepted,
  askCredentials,
  checkHealth,
  credentials,
  database,
  publicApi,
  registry,
  stop,
} from './task.ts';

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
    if (index % 40 === 0) record.connect(worker, publicApi(index));
    if (index % 300 === 0) checkHealth(record, container, 'python');
  }
  stop(record, master);
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
