import type { ConfigCheck } from '../config-check.ts';

/** CIS Docker 4.1. The user is a name or number, with or without `:group`; none means root. */
export const rootUser: ConfigCheck = {
  id: 'image-root-user',
  check({ config, passwd = '' }) {
    const user = (config.user ?? '').split(':')[0] ?? '';
    const evidence = rootEvidence(user, passwd);
    if (evidence === undefined) return [];
    return [
      {
        checkId: 'image-root-user',
        title: 'The container runs as root',
        severity: 'medium',
        evidence,
        remediation: 'Create a user in the Dockerfile and end it with "USER" and the number of that user.',
        controls: ['cis-docker-1.6/4.1'],
      },
    ];
  },
};

function rootEvidence(user: string, passwd: string): string | undefined {
  if (user === '') return 'User is not set, which means root';
  if (user === 'root' || /^0+$/.test(user)) return `User is "${user}"`;
  const uid = uidOf(user, passwd);
  return uid === '0' ? `User is "${user}", which etc/passwd gives the number 0` : undefined;
}

function uidOf(name: string, passwd: string): string | undefined {
  for (const line of passwd.split('\n')) {
    const fields = line.split(':');
    if (fields[0] === name) return fields[2];
  }
  return undefined;
}
