import type { ConfigCheck } from '../config-check.ts';

export const defaultCommand: ConfigCheck = {
  id: 'image-no-command',
  check({ config }) {
    if (config.entrypoint.length + config.cmd.length > 0) return [];
    return [
      {
        checkId: 'image-no-command',
        title: 'The image does not say what it runs',
        severity: 'info',
        evidence: 'Entrypoint and Cmd are empty',
        remediation: 'Add an "ENTRYPOINT" or "CMD" instruction, unless this is a base image.',
      },
    ];
  },
};
