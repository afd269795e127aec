import { judgeExposedPort } from '../../config-checks/sensitive-ports.ts';
import { parseExposedPort } from '../../exposed-port.ts';
import type { Dockerfile, Instruction, Stage } from '../dockerfile.ts';
import type { DockerfileCheck, FaultyPlace } from '../dockerfile-check.ts';

/** The stage that becomes the image, and the stages it is built on, nearest first. */
function finalStages({ stages }: Dockerfile): readonly Stage[] {
  const chain: Stage[] = [];
  let at = stages.length - 1;
  while (at >= 0) {
    const stage = stages[at] as Stage;
    chain.push(stage);
    const base = stage.base.toLowerCase();
    at = stages.slice(0, at).findLastIndex(({ name }) => name === base);
  }
  return chain;
}

function lastOf(file: Dockerfile, keyword: string): Instruction | undefined {
  for (const { instructions } of finalStages(file)) {
    const found = instructions.findLast((one) => one.keyword === keyword);
    if (found !== undefined) return found;
  }
  return undefined;
}

function repeated(keyword: string): DockerfileCheck {
  return {
    id: `dockerfile-repeated-${keyword.toLowerCase()}`,
    title: `Only the last ${keyword} of a stage counts`,
    severity: 'medium',
    remediation: `Remove all but one ${keyword}.`,
    find: ({ stages }) =>
      stages.flatMap(({ instructions }) => {
        const all = instructions.filter((one) => one.keyword === keyword);
        return all
          .slice(0, -1)
          .map(({ line }) => ({ line, evidence: `replaced by the one in line ${all.at(-1)?.line}` }));
      }),
  };
}

export const runTimeChecks: readonly DockerfileCheck[] = [
  {
    id: 'dockerfile-root-user',
    title: 'The container runs as root',
    severity: 'high',
    remediation: 'Create a user and end the last stage with "USER" and its number.',
    controls: ['cis-docker-1.6/4.1'],
    find: (file) => {
      const last = file.stages.at(-1);
      if (last === undefined) return [];
      const user = lastOf(file, 'USER');
      if (user === undefined)
        return [{ line: last.from.line, evidence: 'the last stage has no USER', severity: 'medium' }];
      const name = user.text.split(':')[0]?.trim() ?? '';
      return /^(?:root|0+|)$/.test(name)
        ? [{ line: user.line, evidence: `the last USER is ${user.text.slice(0, 40) || 'empty'}` }]
        : [];
    },
  },
  {
    id: 'dockerfile-no-healthcheck',
    title: 'The image has no health check',
    severity: 'low',
    remediation: 'Add HEALTHCHECK. Amazon ECS ignores it: also set healthCheck in the task definition.',
    controls: ['cis-docker-1.6/4.6'],
    find: (file) => {
      const last = file.stages.at(-1);
      const check = lastOf(file, 'HEALTHCHECK');
      if (last === undefined || (check !== undefined && !/^NONE$/i.test(check.text))) return [];
      return [
        {
          line: check?.line ?? last.from.line,
          evidence: check === undefined ? 'the last stage has none' : 'it is switched off',
        },
      ];
    },
  },
  repeated('ENTRYPOINT'),
  repeated('CMD'),
  repeated('HEALTHCHECK'),
  {
    id: 'dockerfile-shell-form',
    title: 'The program does not get the signal to stop',
    severity: 'info',
    remediation: 'Use the exec form, ["program", "argument"]: a shell in between keeps SIGTERM to itself.',
    find: (file) =>
      ['ENTRYPOINT', 'CMD'].flatMap((keyword) => {
        const one = lastOf(file, keyword);
        return one === undefined || one.json !== undefined || one.text === '' || /^exec\s/.test(one.text)
          ? []
          : [{ line: one.line, evidence: `${keyword} in shell form` }];
      }),
  },
  {
    id: 'dockerfile-sensitive-port',
    title: 'A port is exposed that gives control of the host or of data',
    severity: 'medium',
    remediation: 'Remove it. To enter a running task use ECS Exec; serve data from a service of its own.',
    find: (file) =>
      ports(file).flatMap(({ line, text }) => {
        const port = parseExposedPort(text);
        if (port === undefined || port.protocol !== 'tcp') return [];
        return judgeExposedPort(port).map(({ title, severity }) => ({ line, evidence: title, severity }));
      }),
  },
  {
    id: 'dockerfile-port-number',
    title: 'EXPOSE names what is no port',
    severity: 'high',
    remediation: 'Ports are numbers from 0 to 65535, with /tcp or /udp.',
    find: (file) =>
      ports(file).flatMap(({ line, text }) =>
        text.includes('$') || parseExposedPort(text) !== undefined
          ? []
          : [{ line, evidence: `${JSON.stringify(text.slice(0, 40))} is none` }],
      ),
  },
  {
    id: 'dockerfile-maintainer',
    title: 'MAINTAINER is deprecated',
    severity: 'info',
    remediation: 'Use LABEL org.opencontainers.image.authors.',
    find: ({ stages }) =>
      stages.flatMap(({ instructions }) =>
        instructions
          .filter(({ keyword }) => keyword === 'MAINTAINER')
          .map(({ line }): FaultyPlace => ({ line, evidence: 'an instruction that builders may drop' })),
      ),
  },
];

function ports({ stages }: Dockerfile): readonly { readonly line: number; readonly text: string }[] {
  return stages.flatMap(({ instructions }) =>
    instructions
      .filter(({ keyword }) => keyword === 'EXPOSE')
      .flatMap(({ line, text }) =>
        text
          .split(/\s+/)
          .filter((one) => one !== '')
          .map((one) => ({ line, text: one })),
      ),
  );
}
