import type { Connection, Container, Process, Recorder } from './recorder.ts';

export const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
export const database: Connection = { address: '10.0.3.9', port: 5432 };
export const cache: Connection = { address: '10.0.3.17', port: 6379 };
export const credentials: Connection = { address: '169.254.170.2', port: 80 };
export const dns: Connection = { address: '10.0.0.2', port: 53, protocol: 'udp' };

const publicAddresses = ['52.219.170.30', '52.119.188.12', '34.117.59.81'];

/** An API on the internet: S3, SQS or another. */
export function publicApi(index: number): Connection {
  return { address: publicAddresses[index % publicAddresses.length] ?? '', port: 443 };
}

/** What an AWS SDK does in a task: credentials of the role, then the region. */
export function askCredentials(record: Recorder, process: Process): void {
  record.connect(process, credentials);
  record.send(process, credentials, 'GET /v2/credentials/2b4f6a10-aaaa-bbbb-cccc-123456789012 HTTP/1.1');
  record.connect(process, { address: '169.254.169.254', port: 80 });
}

export function checkHealth(record: Recorder, container: Container, kind: 'curl' | 'node' | 'python'): void {
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

export function stop(record: Recorder, process: Process): void {
  record.call(process, 'signaldeliver', { 'evt.arg.sig': 'SIGTERM' });
  record.remove(process, '/run/nginx.pid', '/tmp/wgunicorn-ab12cd', '/tmp/hsperfdata_app/1');
  record.call(process, 'shutdown');
  record.call(process, 'procexit', { 'evt.arg.status': 0 });
}

export function accepted(index: number, port: number): Record<string, unknown> {
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
