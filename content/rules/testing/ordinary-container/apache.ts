import type { Recorder } from './recorder.ts';
import { accepted, registry, stop } from './task.ts';

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
