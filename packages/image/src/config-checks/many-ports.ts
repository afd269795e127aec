import type { ConfigCheck } from '../config-check.ts';
import { parseExposedPort } from '../exposed-port.ts';

/** More than this is a sign of a container that does several jobs, or of a range opened to be sure. */
const maxPorts = 5;

export const manyPorts: ConfigCheck = {
  id: 'image-many-ports',
  check({ config }) {
    const ports = config.exposedPorts.map(parseExposedPort).filter((port) => port !== undefined);
    const count = ports.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    if (count <= maxPorts) return [];
    return [
      {
        checkId: 'image-many-ports',
        title: `${count} ports are exposed`,
        severity: 'low',
        evidence: `ExposedPorts has ${ports.map(({ text }) => text).join(', ')}`,
        remediation: `Expose only what clients need; more than ${maxPorts} ports call for several containers.`,
      },
    ];
  },
};
