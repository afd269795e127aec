import { type CommandFaultId, judgeCommand, readPackageCommand, splitCommands } from '../../shell-command.ts';
import type { Dockerfile, Instruction } from '../dockerfile.ts';
import type { DockerfileCheck, FaultyPlace } from '../dockerfile-check.ts';

/** Every RUN with the script it runs. */
function scripts({ stages }: Dockerfile): readonly { readonly run: Instruction; readonly script: string }[] {
  return stages.flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'RUN').map((run) => ({ run, script: scriptOf(run) })),
  );
}

function scriptOf({ json, text, heredocs }: Instruction): string {
  if (heredocs.length > 0)
    return [
      text.replace(/<<-?["']?[\w.-]+["']?/g, ''),
      ...heredocs.map(({ content }) => content.replace(/\\\n/g, ' ')),
    ].join('\n');
  return json?.join(' ') ?? text;
}

function ofCommand(fault: CommandFaultId, about: Omit<DockerfileCheck, 'find'>): DockerfileCheck {
  return {
    ...about,
    find: (file) =>
      scripts(file).flatMap(({ run, script }) =>
        judgeCommand(script, (run.flags.get('mount') ?? '').includes('type=cache'))
          .filter(({ id }) => id === fault)
          .map(({ evidence }) => ({ line: run.line, endLine: run.endLine, evidence })),
      ),
  };
}

function inCommands(
  about: Omit<DockerfileCheck, 'find'>,
  judge: (command: string) => string | undefined,
): DockerfileCheck {
  return {
    ...about,
    find: (file) =>
      scripts(file).flatMap(({ run, script }): FaultyPlace[] => {
        const evidence = splitCommands(script).flatMap((command) => judge(command) ?? [])[0];
        return evidence === undefined ? [] : [{ line: run.line, endLine: run.endLine, evidence }];
      }),
  };
}

const yes: Readonly<Record<string, RegExp>> = {
  apt: /^(?:-\w*y\w*|-qq|--yes|--assume-yes|-q=2)$/,
  yum: /^(?:-\w*y\w*|--assumeyes)$/,
  zypper: /^(?:-\w*y\w*|-n|--non-interactive|--no-confirm)$/,
};

export const runChecks: readonly DockerfileCheck[] = [
  ofCommand('update-alone', {
    id: 'dockerfile-update-alone',
    title: 'Package lists are updated in a RUN of their own',
    severity: 'medium',
    remediation: 'Update and install in one RUN: the layer of the update alone is cached, and gets old.',
    controls: ['cis-docker-1.6/4.7'],
  }),
  ofCommand('package-cache', {
    id: 'dockerfile-package-cache',
    title: 'The cache of the package manager stays in the layer',
    severity: 'low',
    remediation: 'Empty it in the same RUN, or keep it outside with "RUN --mount=type=cache".',
    controls: ['cis-docker-1.6/4.3'],
  }),
  ofCommand('sudo', {
    id: 'dockerfile-sudo',
    title: 'sudo is used or installed',
    severity: 'medium',
    remediation: 'Do what needs root before "USER", and leave sudo out.',
  }),
  ofCommand('download-and-run', {
    id: 'dockerfile-download-and-run',
    title: 'A download is run unseen',
    severity: 'medium',
    remediation: 'Download to a file, compare its checksum or signature, then run it.',
    controls: ['cis-docker-1.6/4.11'],
  }),
  ofCommand('unverified', {
    id: 'dockerfile-unverified-download',
    title: 'Something is taken without checking who it is from',
    severity: 'medium',
    remediation: 'Add the missing key or certificate instead of switching the check off.',
    controls: ['cis-docker-1.6/4.11'],
  }),
  ofCommand('open-mode', {
    id: 'dockerfile-open-mode',
    title: 'Every user is let write to files',
    severity: 'low',
    remediation: 'Give the files to the user that needs them: "COPY --chown=", "chown".',
  }),
  inCommands(
    {
      id: 'dockerfile-confirmation',
      title: 'The package manager would ask, and nobody answers',
      severity: 'medium',
      remediation: 'Add "-y" (zypper: "--non-interactive").',
    },
    (command) => {
      const one = readPackageCommand(command);
      const answer = one === undefined ? undefined : yes[one.manager];
      if (
        one === undefined ||
        answer === undefined ||
        !/^(?:install|in|upgrade|dist-upgrade|groupinstall)$/.test(one.verb)
      )
        return undefined;
      return one.words.some((word) => answer.test(word))
        ? undefined
        : `"${one.verb}" without an answer in advance`;
    },
  ),
  inCommands(
    {
      id: 'dockerfile-recommended-packages',
      title: 'apt installs what is only recommended too',
      severity: 'low',
      remediation: 'Add "--no-install-recommends".',
      controls: ['cis-docker-1.6/4.3'],
    },
    (command) => {
      const one = readPackageCommand(command);
      if (one?.manager !== 'apt' || one.verb !== 'install') return undefined;
      return /--no-install-recommends|Install-Recommends=(?:0|false|no)/i.test(command)
        ? undefined
        : 'apt install without --no-install-recommends';
    },
  ),
  inCommands(
    {
      id: 'dockerfile-dist-upgrade',
      title: 'The whole distribution is raised to another release',
      severity: 'low',
      remediation: 'Build on a base of the release that is wanted.',
      controls: ['cis-docker-1.6/4.4'],
    },
    (command) => {
      const one = readPackageCommand(command);
      return one !== undefined && /^(?:dist-upgrade|full-upgrade|dup)$/.test(one.verb)
        ? `${one.manager} ${one.verb}`
        : undefined;
    },
  ),
  {
    id: 'dockerfile-run-cd',
    title: 'A RUN changes the folder for itself alone',
    severity: 'low',
    remediation: 'Use WORKDIR; the next instruction starts where WORKDIR says.',
    find: (file) =>
      scripts(file).flatMap(({ run, script }) =>
        /^cd\s+\S+\s*$/.test(script.trim()) ? [{ line: run.line, evidence: 'cd is all that it does' }] : [],
      ),
  },
  {
    id: 'dockerfile-wget-and-curl',
    title: 'Both wget and curl are used',
    severity: 'low',
    remediation: 'Use one of them, and install only that.',
    controls: ['cis-docker-1.6/4.3'],
    find: ({ stages, ...rest }) =>
      stages.flatMap((stage): FaultyPlace[] => {
        const runs = scripts({ ...rest, stages: [stage] });
        const first = (program: RegExp) =>
          runs.find(({ script }) => splitCommands(script).some((one) => program.test(one)))?.run;
        const wget = first(/^(?:\S*\/)?wget\s/);
        const curl = first(/^(?:\S*\/)?curl\s/);
        if (wget === undefined || curl === undefined) return [];
        return [
          {
            line: Math.max(wget.line, curl.line),
            evidence: `wget in line ${wget.line}, curl in line ${curl.line}`,
          },
        ];
      }),
  },
  {
    id: 'dockerfile-insecure-run',
    title: 'A RUN asks for the rights of the builder',
    severity: 'high',
    remediation: 'Remove "--security=insecure" and "--network=host".',
    find: (file) =>
      scripts(file).flatMap(({ run }) => {
        const flag =
          run.flags.get('security') === 'insecure'
            ? 'security=insecure'
            : run.flags.get('network') === 'host'
              ? 'network=host'
              : undefined;
        return flag === undefined
          ? []
          : [
              {
                line: run.line,
                evidence: `--${flag}`,
                ...(flag === 'network=host' ? { severity: 'low' as const } : {}),
              },
            ];
      }),
  },
];
