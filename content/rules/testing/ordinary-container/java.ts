import type { Recorder } from './recorder.ts';
import { accepted, askCredentials, checkHealth, database, publicApi, registry, stop } from './task.ts';

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
    if (index % 15 === 0) record.connect(java, publicApi(index));
    if (index % 60 === 0) record.write(java, `/app/logs/orders-${index}.log`, 'O_WRONLY|O_APPEND|O_CREAT');
    if (index % 120 === 0) record.rename(java, '/app/logs/orders.log', `/app/logs/orders.log.${index}`);
    if (index % 300 === 0) checkHealth(record, container, 'curl');
  }
  stop(record, java);
}
