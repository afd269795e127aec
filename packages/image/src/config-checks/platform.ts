import type { ConfigCheck } from '../config-check.ts';

const onFargate: ReadonlySet<string> = new Set(['linux/amd64', 'linux/arm64', 'windows/amd64']);

export const platform: ConfigCheck = {
  id: 'image-platform',
  check({ config: { os, architecture } }) {
    const name = `${os}/${architecture}`;
    if (os === '' || architecture === '' || os === 'unknown' || onFargate.has(name)) return [];
    return [
      {
        checkId: 'image-platform',
        title: `Fargate does not run ${name}`,
        severity: 'high',
        evidence: `the configuration says ${name}`,
        remediation: `Build for one of ${[...onFargate].join(', ')}.`,
      },
    ];
  },
};
