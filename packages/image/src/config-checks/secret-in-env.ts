import type { ConfigCheck } from '../config-check.ts';
import { findLineSettings } from '../line-settings.ts';
import { maxLineLength } from '../mask-secrets.ts';
import { mask, secretReason } from '../secret-reason.ts';

/** CIS Docker 4.10. */
export const secretInEnv: ConfigCheck = {
  id: 'image-secret-in-env',
  check({ config }) {
    return config.env.flatMap((variable) => {
      const equals = variable.indexOf('=');
      const name = variable.slice(0, equals);
      const reason = equals === -1 ? undefined : reasonOf(name, variable.slice(equals + 1));
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

/** Why the value, or what is named in it (JSON, options of Java), looks like a secret. */
function reasonOf(name: string, value: string): string | undefined {
  const whole = secretReason(name, value);
  if (whole !== undefined) return whole;
  for (const inner of findLineSettings(value.slice(0, maxLineLength))) {
    const reason = secretReason(inner.name, inner.value);
    if (reason !== undefined) return `has ${inner.name.slice(0, 80)} in it, which ${reason}`;
  }
  return undefined;
}
