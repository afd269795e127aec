import type { ConfigFinding, Severity } from '@breakwater/model';
import type { ConfigCheck } from '../config-check.ts';
import { type ExposedPort, parseExposedPort } from '../exposed-port.ts';

interface SensitivePort {
  readonly port: number;
  readonly service: string;
  readonly severity: Severity;
}

/** Services that give control of the host or of data to whoever reaches them (IANA numbers and usual defaults). */
const sensitive: readonly SensitivePort[] = [
  { port: 21, service: 'FTP', severity: 'medium' },
  { port: 22, service: 'SSH', severity: 'medium' },
  { port: 23, service: 'Telnet', severity: 'high' },
  { port: 111, service: 'RPC portmapper', severity: 'medium' },
  { port: 135, service: 'Microsoft RPC', severity: 'medium' },
  { port: 139, service: 'NetBIOS', severity: 'medium' },
  { port: 445, service: 'SMB', severity: 'medium' },
  { port: 512, service: 'rexec', severity: 'high' },
  { port: 513, service: 'rlogin', severity: 'high' },
  { port: 514, service: 'rsh', severity: 'high' },
  { port: 1433, service: 'SQL Server', severity: 'low' },
  { port: 1521, service: 'Oracle Database', severity: 'low' },
  { port: 2049, service: 'NFS', severity: 'medium' },
  { port: 2375, service: 'Docker API without TLS', severity: 'high' },
  { port: 2376, service: 'Docker API', severity: 'medium' },
  { port: 2379, service: 'etcd', severity: 'medium' },
  { port: 3306, service: 'MySQL', severity: 'low' },
  { port: 3389, service: 'Remote Desktop', severity: 'medium' },
  { port: 5432, service: 'PostgreSQL', severity: 'low' },
  { port: 5900, service: 'VNC', severity: 'medium' },
  { port: 5984, service: 'CouchDB', severity: 'low' },
  { port: 6379, service: 'Redis', severity: 'low' },
  { port: 9200, service: 'Elasticsearch', severity: 'low' },
  { port: 9229, service: 'Node.js debugger', severity: 'medium' },
  { port: 10250, service: 'kubelet', severity: 'medium' },
  { port: 11211, service: 'memcached', severity: 'low' },
  { port: 27017, service: 'MongoDB', severity: 'low' },
];

export const sensitivePorts: ConfigCheck = {
  id: 'image-sensitive-port',
  check({ config }) {
    const ports = config.exposedPorts.map(parseExposedPort).filter((port) => port !== undefined);
    return ports.filter(({ protocol }) => protocol === 'tcp').flatMap(judgeExposedPort);
  },
};

/** What is said of a port of TCP that should not be open. */
export function judgeExposedPort(port: ExposedPort): readonly ConfigFinding[] {
  return sensitive
    .filter((one) => port.first <= one.port && one.port <= port.last)
    .map(({ port: number, service, severity }) => ({
      checkId: 'image-sensitive-port',
      title: `Port ${number} (${service}) is exposed`,
      severity,
      evidence: `ExposedPorts has ${port.text}`,
      remediation: `Remove "EXPOSE ${number}". To enter a running task use ECS Exec; serve data from a service of its own.`,
    }));
}
