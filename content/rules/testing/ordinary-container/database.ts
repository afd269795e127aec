import type { Recorder } from './recorder.ts';
import { registry } from './task.ts';

/** PostgreSQL beside the application, as in a test task: start script, checkpoints, archiving. */
export function runDatabase(record: Recorder): void {
  const container = { id: '21b2c3d4e5f6', name: 'db', repository: `${registry}/postgres` };
  const entry = record.first(container, {
    exepath: '/bin/bash',
    name: 'docker-entrypoi',
    args: '/usr/local/bin/docker-entrypoint.sh postgres',
  });
  record.makeDirectory(
    record.start(entry, { exepath: '/bin/mkdir', args: '-p /var/lib/postgresql/data' }),
    '/var/lib/postgresql/data',
  );
  record.changeMode(
    record.start(entry, { exepath: '/bin/chmod', args: '00700 /var/lib/postgresql/data' }),
    '/var/lib/postgresql/data',
    'S_IXUSR|S_IWUSR|S_IRUSR',
  );
  const drop = record.start(entry, {
    exepath: '/usr/local/bin/gosu',
    args: 'postgres docker-entrypoint.sh postgres',
  });
  const initdb = record.start(
    { ...drop, user: 'postgres' },
    { exepath: '/usr/lib/postgresql/16/bin/initdb', args: '--username=app' },
  );
  const shell = record.start(initdb, {
    exepath: '/bin/sh',
    args: '-c "/usr/lib/postgresql/16/bin/postgres" --check -F',
  });
  record.start(shell, { exepath: '/usr/lib/postgresql/16/bin/postgres', args: '--check -F' });
  const postgres = record.start(
    { ...drop, user: 'postgres' },
    { exepath: '/usr/lib/postgresql/16/bin/postgres' },
  );
  record.listen(postgres, 5432);
  record.write(postgres, '/dev/shm/PostgreSQL.1804289383', 'O_RDWR|O_CREAT|O_EXCL');
  for (let index = 0; index < 300; index += 1) {
    record.write(postgres, `/var/lib/postgresql/data/base/16384/${16_400 + index}`, 'O_RDWR|O_CREAT');
    record.rename(
      postgres,
      `/var/lib/postgresql/data/pg_wal/xlogtemp.${index}`,
      `/var/lib/postgresql/data/pg_wal/0000000100000000000000${index}`,
    );
  }
  record.start(postgres, { exepath: '/bin/sh', args: '-c wal-g wal-push pg_wal/000000010000000000000001' });
}
