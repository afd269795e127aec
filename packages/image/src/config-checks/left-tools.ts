import type { ConfigCheck } from '../config-check.ts';

const packageManagers: readonly (readonly [path: string, name: string])[] = [
  ['usr/bin/apt-get', 'apt'],
  ['sbin/apk', 'apk'],
  ['usr/bin/apk', 'apk'],
  ['usr/bin/dnf', 'dnf'],
  ['usr/bin/microdnf', 'microdnf'],
  ['usr/bin/yum', 'yum'],
  ['usr/bin/tdnf', 'tdnf'],
  ['usr/bin/zypper', 'zypper'],
  ['usr/bin/pacman', 'pacman'],
];
const rightsTools: readonly (readonly [path: string, name: string])[] = [
  ['usr/bin/sudo', 'sudo'],
  ['usr/bin/doas', 'doas'],
  ['usr/bin/pkexec', 'pkexec'],
];
const otherTools: readonly (readonly [path: string, name: string])[] = [
  ['usr/bin/gcc', 'gcc'],
  ['usr/bin/nc', 'nc'],
  ['bin/nc', 'nc'],
  ['usr/bin/nmap', 'nmap'],
  ['usr/bin/tcpdump', 'tcpdump'],
  ['usr/bin/telnet', 'telnet'],
  ['usr/sbin/sshd', 'sshd'],
  ['usr/bin/gdb', 'gdb'],
  ['usr/bin/strace', 'strace'],
];

/** CIS Docker 4.3: what an attacker finds when inside. Told only where the files of the image are known. */
export const leftTools: ConfigCheck = {
  id: 'image-left-tools',
  check({ hasFile }) {
    if (hasFile === undefined) return [];
    const found = (tools: typeof packageManagers) => [
      ...new Set(tools.filter(([path]) => hasFile(path)).map(([, name]) => name)),
    ];
    const rights = found(rightsTools);
    const all = [...found(packageManagers), ...rights, ...found(otherTools)];
    if (all.length === 0) return [];
    return [
      {
        checkId: 'image-left-tools',
        title: 'The image has tools that the program does not run with',
        severity: rights.length > 0 ? 'low' : 'info',
        evidence: `it has ${all.join(', ')}`,
        remediation: 'Copy what runs onto a base without a package manager, as a last stage.',
        controls: ['cis-docker-1.6/4.3'],
      },
    ];
  },
};
