import type { ConfigCheck } from '../config-check.ts';
import { mask, secretReason } from '../secret-reason.ts';

/** CIS Docker 4.10. */
export const secretInEnv: ConfigCheck = {
  id: 'image-secret-in-env',
  check({ config }) {
    return config.env.flatMap((variable) => {
      const equals = variable.indexOf('=');
      const name = variable.slice(0, equals);
      const reason = equals === -1 ? undefined : secretReason(name, variable.slice(equals + 1));
      if (reason === undefined) return [];
      return [
        {
          checkId: 'image-secret-in-env',
          title: `A secret is stored in the variable ${name}`,
          severity: 'high',
          evidence: `Env has ${name}=${mask}, which ${reason}`,
          remediation:
            'Remove it from the Dockerfile, replace the secret, and pass the new one with "secrets" of the task definition.',
          controls: ['cis-docker-1.6/4.10'],
        },
      ];
    });
  },
};
