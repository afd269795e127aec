import type { ConfigFinding, Severity } from '@breakwater/model';
import type { ConfigCheck } from '../config-check.ts';
import { readHistory } from '../history-instruction.ts';
import { type CommandFaultId, judgeCommand } from '../shell-command.ts';

interface CommandCheck {
  readonly fault: CommandFaultId;
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly remediation: string;
  readonly controls?: readonly string[];
}

const commandChecks: readonly CommandCheck[] = [
  {
    fault: 'update-alone',
    id: 'image-update-alone',
    title: 'Package lists are updated in a layer of their own',
    severity: 'low',
    remediation: 'Update and install in one RUN: the layer of the update alone is kept, and gets old.',
    controls: ['cis-docker-1.6/4.7'],
  },
  {
    fault: 'package-cache',
    id: 'image-package-cache',
    title: 'The cache of a package manager is in a layer',
    severity: 'info',
    remediation: 'Empty it in the same RUN: Fargate pulls every byte at every start.',
    controls: ['cis-docker-1.6/4.3'],
  },
  {
    fault: 'sudo',
    id: 'image-sudo',
    title: 'The image was built with sudo, or for it',
    severity: 'low',
    remediation: 'Do what needs root before "USER"; leave sudo out of the image.',
  },
  {
    fault: 'download-and-run',
    id: 'image-download-and-run',
    title: 'The build ran what it downloaded, unseen',
    severity: 'medium',
    remediation: 'Download to a file, compare its checksum or signature, then run it.',
    controls: ['cis-docker-1.6/4.11'],
  },
  {
    fault: 'unverified',
    id: 'image-unverified-download',
    title: 'The build took something without checking who it is from',
    severity: 'medium',
    remediation: 'Add the missing key or certificate instead of switching the check off.',
    controls: ['cis-docker-1.6/4.11'],
  },
  {
    fault: 'open-mode',
    id: 'image-open-mode',
    title: 'The build let every user write to files',
    severity: 'low',
    remediation: 'Give the files to the user that needs them ("COPY --chown", "chown").',
  },
];

/** Checks of the commands in the history, one for each thing that can be wrong; each tells its first two places. */
export const buildCommands: readonly ConfigCheck[] = commandChecks.map((one) => ({
  id: one.id,
  check: ({ config }) => {
    const evidence = config.history.flatMap(({ createdBy }, index) => {
      const { keyword, rest } = readHistory(createdBy);
      if (keyword !== 'RUN') return [];
      return judgeCommand(rest)
        .filter(({ id }) => id === one.fault)
        .map((fault) => `history line ${index + 1}: ${fault.evidence}`);
    });
    return evidence.length === 0 ? [] : [describe(one, [...new Set(evidence)])];
  },
}));

function describe(
  { id, title, severity, remediation, controls }: CommandCheck,
  evidence: readonly string[],
): ConfigFinding {
  const rest = evidence.length - 2;
  return {
    checkId: id,
    title,
    severity,
    evidence: `${evidence.slice(0, 2).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
    remediation,
    ...(controls === undefined ? {} : { controls }),
  };
}
