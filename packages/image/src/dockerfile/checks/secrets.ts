import { findSecrets } from '../../inspectors/secrets/find-secrets.ts';
import { findLineSettings } from '../../line-settings.ts';
import { maskAssignments } from '../../mask-secrets.ts';
import { isSecretName, mask, secretReason } from '../../secret-reason.ts';
import type { Dockerfile, Instruction } from '../dockerfile.ts';
import type { DockerfileCheck, FaultyPlace } from '../dockerfile-check.ts';
import { readPairs } from '../group-stages.ts';

function all({ globals, stages }: Dockerfile): readonly Instruction[] {
  return [...globals, ...stages.flatMap(({ instructions }) => instructions)];
}

export const secretChecks: readonly DockerfileCheck[] = [
  {
    id: 'dockerfile-secret',
    title: 'A secret is written into the Dockerfile',
    severity: 'critical',
    remediation:
      'Replace the secret. Give it to the build with "RUN --mount=type=secret", to the task with "secrets".',
    controls: ['cis-docker-1.6/4.10'],
    find: (file) => all(file).flatMap(findInInstruction),
  },
  {
    id: 'dockerfile-secret-argument',
    title: 'A secret is to be given as a build argument',
    severity: 'medium',
    remediation: 'Arguments stay readable in the history: use "RUN --mount=type=secret".',
    controls: ['cis-docker-1.6/4.10'],
    find: (file) =>
      all(file)
        .filter(({ keyword }) => keyword === 'ARG')
        .flatMap(({ line, text }) =>
          readPairs(text)
            .filter(([name, value]) => isSecretName(name) && secretReason(name, value) === undefined)
            .map(([name]) => ({ line, evidence: `ARG ${name.slice(0, 80)}` })),
        ),
  },
];

function findInInstruction({ keyword, line, text, heredocs }: Instruction): readonly FaultyPlace[] {
  const isSetting = keyword === 'ENV' || keyword === 'ARG' || keyword === 'LABEL';
  const settings = isSetting
    ? readPairs(text)
    : findLineSettings(text).map(({ name, value }) => [name, value] as const);
  const named = settings.flatMap(([name, value]) => {
    const reason = secretReason(name, value);
    return reason === undefined
      ? []
      : [{ line, evidence: `${keyword} has ${name.slice(0, 80)}=${mask}, which ${reason}` }];
  });
  if (named.length > 0) return named;
  const rest = [maskAssignments(text), ...heredocs.map(({ content }) => content)].join('\n');
  return findSecrets(Buffer.from(rest))
    .secrets.slice(0, 5)
    .map(({ rule }) => ({ line, evidence: `${keyword} holds what has the form of a secret: ${rule.title}` }));
}
