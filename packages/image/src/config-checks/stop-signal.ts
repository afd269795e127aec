import type { ConfigCheck } from '../config-check.ts';

export const stopSignal: ConfigCheck = {
  id: 'image-stop-signal',
  check({ config: { stopSignal: signal = '' } }) {
    if (!/^(?:SIG)?KILL$|^9$/i.test(signal)) return [];
    return [
      {
        checkId: 'image-stop-signal',
        title: 'The container is killed without notice when it is to stop',
        severity: 'low',
        evidence: `StopSignal is ${signal}`,
        remediation: 'Remove STOPSIGNAL, or name a signal that the program handles.',
      },
    ];
  },
};
