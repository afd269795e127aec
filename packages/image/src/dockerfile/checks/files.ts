import type { Dockerfile, Instruction } from '../dockerfile.ts';
import type { DockerfileCheck, FaultyPlace } from '../dockerfile-check.ts';

function of(file: Dockerfile, ...keywords: readonly string[]): readonly Instruction[] {
  return file.stages.flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keywords.includes(keyword)),
  );
}

/** Sources and, last, the destination. */
function wordsOf({ json, text }: Instruction): readonly string[] {
  return json ?? text.split(/\s+/).filter((word) => word !== '');
}

const credentials =
  /(?:^|\/)(?:\.env(?:\.(?!example|sample|template|dist)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|\.aws\/?|\.aws\/credentials|\.ssh\/?|\.kube\/?|\.docker\/config\.json|credentials(?:\.json)?|[\w.-]+\.(?:pem|key|p12|pfx|jks))$/;

export const fileChecks: readonly DockerfileCheck[] = [
  {
    id: 'dockerfile-add',
    title: 'ADD is used where COPY would do',
    severity: 'low',
    remediation: 'Use COPY: it neither downloads nor unpacks. For a URL, add "--checksum".',
    controls: ['cis-docker-1.6/4.9'],
    find: (file) =>
      of(file, 'ADD').flatMap((add): FaultyPlace[] => {
        const sources = wordsOf(add).slice(0, -1);
        const isRemote = sources.some((one) => /^(?:https?|ftp):\/\//.test(one));
        if (isRemote && add.flags.has('checksum')) return [];
        if (isRemote) return [{ line: add.line, evidence: 'a URL without --checksum', severity: 'medium' }];
        if (
          sources.length > 0 &&
          sources.every(
            (one) => /\.(?:tar(?:\.\w{1,4})?|tgz|tbz2?|txz)$/.test(one) || /^git@|\.git(?:#|$)/.test(one),
          )
        )
          return [];
        return [{ line: add.line, evidence: 'its sources are neither archives nor URLs' }];
      }),
  },
  {
    id: 'dockerfile-copy-from-itself',
    title: 'A stage copies from itself',
    severity: 'high',
    remediation: 'Name another stage after "--from=".',
    find: ({ stages }) =>
      stages.flatMap(({ name, instructions }, index) =>
        instructions
          .filter(({ keyword, flags }) => {
            const from = flags.get('from')?.toLowerCase();
            return keyword === 'COPY' && from !== undefined && (from === name || from === String(index));
          })
          .map(({ line }) => ({
            line,
            evidence: `--from names the stage it stands in${name === undefined ? '' : ` (${name})`}`,
          })),
      ),
  },
  {
    id: 'dockerfile-copy-destination',
    title: 'Several files are copied to what is not written as a folder',
    severity: 'high',
    remediation: 'End the destination with "/".',
    find: (file) =>
      of(file, 'COPY', 'ADD').flatMap((copy) => {
        const words = wordsOf(copy);
        const destination = words.at(-1) ?? '';
        const count = words.length - 1;
        if (count < 2 || copy.heredocs.length > 0 || /[/\\]$|^\.{1,2}$|\$/.test(destination)) return [];
        return [
          { line: copy.line, evidence: `${count} sources, and the destination ${destination.slice(0, 80)}` },
        ];
      }),
  },
  {
    id: 'dockerfile-copy-secret',
    title: 'A file of credentials is copied into the image',
    severity: 'high',
    remediation: 'Give it to the build with "RUN --mount=type=secret", to the task with "secrets".',
    controls: ['cis-docker-1.6/4.10'],
    find: (file) =>
      of(file, 'COPY', 'ADD').flatMap((copy) => {
        const source = wordsOf(copy)
          .slice(0, -1)
          .find(
            (one) =>
              credentials.test(one) && !/\.pub$|(?:^|\/)(?:public|ca|cert)[\w.-]*\.(?:pem|key)$/i.test(one),
          );
        return source === undefined
          ? []
          : [{ line: copy.line, evidence: `${source.slice(0, 100)} is named like one` }];
      }),
  },
  {
    id: 'dockerfile-relative-workdir',
    title: 'WORKDIR depends on what was set before',
    severity: 'low',
    remediation: 'Write the path from the root.',
    find: (file) =>
      of(file, 'WORKDIR').flatMap(({ line, text }) =>
        /^["']?(?:\/|\$|[A-Za-z]:[\\/])/.test(text)
          ? []
          : [{ line, evidence: `${text.slice(0, 80)} is relative` }],
      ),
  },
];
