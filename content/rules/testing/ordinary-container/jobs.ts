import type { Recorder } from './recorder.ts';
import { registry } from './task.ts';

/** A nightly job: reads from S3, works on temporary files, writes a report, cleans up. */
export function runBatch(record: Recorder): void {
  const container = { id: '11b2c3d4e5f6', name: 'nightly', repository: `${registry}/nightly` };
  const python = record.first(container, {
    exepath: '/usr/local/bin/python3.12',
    args: '/app/nightly.py',
    user: 'app',
    cwd: '/app',
  });
  record.connect(python, { address: '169.254.170.2', port: 80 });
  record.miss(python, '/home/app/.aws/credentials');
  for (let index = 0; index < 600; index += 1) {
    if (index % 10 === 0) record.connect(python, { address: '52.219.170.30', port: 443 });
    record.write(python, `/tmp/part-${index}.csv.gz`, 'O_WRONLY|O_CREAT|O_EXCL');
    record.rename(python, `/tmp/part-${index}.csv.gz`, `/data/part-${index}.csv.gz`);
    record.read(python, `/data/part-${index}.csv.gz`);
  }
  const aws = record.start(python, {
    exepath: '/usr/local/bin/aws',
    args: 's3 cp /data/report.csv s3://reports/2026-03-02/report.csv',
  });
  record.connect(aws, { address: '52.219.170.30', port: 443 });
  record.start(python, { exepath: '/bin/gzip', args: '-9 /data/report.csv' });
  const remove = record.start(python, { exepath: '/bin/rm', args: '-rf /data/part-0.csv.gz' });
  for (let index = 0; index < 600; index += 1) record.remove(remove, `/data/part-${index}.csv.gz`);
  record.call(python, 'procexit', { 'evt.arg.status': 0 });
}
