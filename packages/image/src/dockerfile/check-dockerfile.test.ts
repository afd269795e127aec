// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in shells and Dockerfiles
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDockerfile } from './check-dockerfile.ts';
import { dockerfileChecks } from './checks/index.ts';
import { parseDockerfile } from './parse-dockerfile.ts';

const now = new Date('2026-11-23T00:00:00Z');
const digest = `@sha256:${'0'.repeat(64)}`;
const from = `FROM debian:12${digest}\n`;
const end = 'HEALTHCHECK CMD ["true"]\nUSER 1000\n';

function found(body: string): readonly string[] {
  return checkDockerfile(body, now).findings.map(({ checkId, line }) => `${checkId}:${line}`);
}

/** A check, a body after FROM in which it fails in line 2 (unless another is given), and one in which it holds. */
const cases: readonly (readonly [id: string, bad: string, good: string, line?: number])[] = [
  ['dockerfile-secret', 'ENV DB_PASSWORD=hunter2\n', 'ENV DB_PASSWORD_FILE=/run/secrets/db\n'],
  ['dockerfile-secret', 'RUN API_TOKEN="hunter2" make\n', 'RUN API_TOKEN=$(cat /run/secrets/t) make\n'],
  ['dockerfile-secret', 'ENV A=1 \\\n  DB_PASSWORD=hunter2\n', 'ENV A=1\n'],
  ['dockerfile-secret-argument', 'ARG NPM_TOKEN\n', 'ARG NODE_VERSION\n'],
  ['dockerfile-add', 'ADD src /app/\n', 'ADD src.tar.gz /app/\n'],
  [
    'dockerfile-add',
    'ADD https://x.example/a /app/\n',
    `ADD --checksum=sha256:${'1'.repeat(64)} https://x.example/a /app/\n`,
  ],
  ['dockerfile-copy-destination', 'COPY a b /app\n', 'COPY a b /app/\n'],
  ['dockerfile-copy-destination', 'COPY ["a", "b", "/app"]\n', 'COPY ["a", "/app"]\n'],
  ['dockerfile-copy-secret', 'COPY .env /app/\n', 'COPY .env.example /app/\n'],
  ['dockerfile-copy-secret', 'COPY keys/id_rsa /root/.ssh/\n', 'COPY keys/id_rsa.pub /root/\n'],
  ['dockerfile-relative-workdir', 'WORKDIR app\n', 'WORKDIR /app\n'],
  ['dockerfile-relative-workdir', 'WORKDIR ./app\n', 'WORKDIR ${HOME}/app\n'],
  ['dockerfile-update-alone', 'RUN apt-get update\n', 'RUN apk add --no-cache x\n'],
  [
    'dockerfile-package-cache',
    'RUN apt-get update && apt-get install -y --no-install-recommends x\n',
    'RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y --no-install-recommends x\n',
  ],
  ['dockerfile-package-cache', 'RUN yum install -y x\n', 'RUN yum install -y x && yum clean all\n'],
  ['dockerfile-package-cache', 'RUN zypper -n install x\n', 'RUN zypper -n install x && zypper clean -a\n'],
  ['dockerfile-package-cache', 'RUN apk add x\n', 'RUN apk add --no-cache x\n'],
  ['dockerfile-sudo', 'RUN sudo make install\n', 'RUN pseudo make\n'],
  [
    'dockerfile-download-and-run',
    'RUN curl -sSL https://x.example/i | sh\n',
    'RUN curl -sSL https://x.example/i -o i\n',
  ],
  [
    'dockerfile-unverified-download',
    'RUN wget --no-check-certificate https://x.example/i\n',
    'RUN wget https://x.example/i\n',
  ],
  ['dockerfile-open-mode', 'RUN chmod -R 777 /app\n', 'RUN chmod -R 755 /app\n'],
  [
    'dockerfile-confirmation',
    'RUN apt-get install --no-install-recommends x && rm -rf /var/lib/apt/lists/*\n',
    'RUN apt-get install -qqy --no-install-recommends x && rm -rf /var/lib/apt/lists/*\n',
  ],
  [
    'dockerfile-recommended-packages',
    'RUN apt-get install -y x && rm -rf /var/lib/apt/lists/*\n',
    'RUN apt-get -o APT::Install-Recommends=0 install -y x && rm -rf /var/lib/apt/lists/*\n',
  ],
  [
    'dockerfile-dist-upgrade',
    'RUN zypper -n dist-upgrade && zypper clean\n',
    'RUN zypper -n update && zypper clean\n',
  ],
  ['dockerfile-run-cd', 'RUN cd /app\n', 'RUN cd /app && make\n'],
  [
    'dockerfile-wget-and-curl',
    'RUN curl -o a https://x.example/a && wget https://x.example/b\n',
    'RUN curl -o a https://x.example/a\n',
  ],
  ['dockerfile-insecure-run', 'RUN --security=insecure make\n', 'RUN --network=none make\n'],
  ['dockerfile-repeated-entrypoint', 'ENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n', 'ENTRYPOINT ["b"]\n'],
  ['dockerfile-repeated-cmd', 'CMD ["a"]\nCMD ["b"]\n', 'CMD ["b"]\n'],
  ['dockerfile-repeated-healthcheck', 'HEALTHCHECK CMD a\n', 'LABEL a=b\n'],
  ['dockerfile-shell-form', 'CMD node server.js\n', 'CMD ["node", "server.js"]\n'],
  ['dockerfile-sensitive-port', 'EXPOSE 8080 22\n', 'EXPOSE 8080\n'],
  ['dockerfile-port-number', 'EXPOSE 70000\n', 'EXPOSE ${PORT}\n'],
  ['dockerfile-maintainer', 'MAINTAINER me@example.com\n', 'LABEL maintainer=me\n'],
  ['dockerfile-run-cd', 'RUN <<EOF\ncd /app\nEOF\n', 'RUN <<EOF\ncd /app\nmake\nEOF\n'],
  [
    'dockerfile-update-alone',
    'RUN <<-EOF\n\tapt-get update\n\tEOF\n',
    'COPY <<EOF /a.sh\napt-get update\nEOF\n',
  ],
];

describe('checks', () => {
  it.each(cases)('%s', (id, bad, good) => {
    expect(found(from + bad + end)).toEqual([`${id}:2`]);
    expect(found(from + good + end)).toEqual([]);
  });

  it.each([
    ['dockerfile-latest-tag:1', `FROM debian\n${end}`],
    ['dockerfile-latest-tag:1', `FROM registry.example:5000/debian:latest\n${end}`],
    ['dockerfile-latest-tag:2', `ARG TAG=latest\nFROM debian:\${TAG}\n${end}`],
    ['dockerfile-no-digest:1', `FROM debian:12\n${end}`],
    ['dockerfile-no-digest:2', `ARG TAG=12\nFROM debian:$TAG\n${end}`],
    ['dockerfile-platform:1', `FROM --platform=linux/s390x debian:12${digest}\n${end}`],
    ['dockerfile-root-user:1', `${from}HEALTHCHECK CMD ["a"]\n`],
    ['dockerfile-root-user:3', `${from}HEALTHCHECK CMD ["a"]\nUSER root:root\n`],
    ['dockerfile-root-user:4', `${from}HEALTHCHECK CMD ["a"]\nUSER 1000\nUSER 0\n`],
    ['dockerfile-no-healthcheck:1', `${from}USER 1000\n`],
    ['dockerfile-no-healthcheck:2', `${from}HEALTHCHECK NONE\nUSER 1000\n`],
    ['dockerfile-duplicate-stage:2', `FROM debian:12${digest} AS a\nFROM debian:12${digest} AS A\n${end}`],
    ['dockerfile-copy-from-itself:2', `FROM debian:12${digest} AS a\nCOPY --from=A /x /y\n${end}`],
  ])('%s', (expected, text) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([
    ['nothing', `FROM scratch\n${end}`],
    ['an earlier stage', `FROM debian:12${digest} AS Build\n${end}FROM build\n`],
    ['an argument that the build gives', `ARG BASE\nFROM $BASE\n${end}`],
    [
      'a stage that installs as root, and one that does not',
      `FROM debian:12${digest} AS build\nUSER root\nFROM scratch\nCOPY --from=build /a /a\n${end}`,
    ],
  ])('a base that is %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it('have ids of their own, and controls of CIS Docker', () => {
    expect(new Set(dockerfileChecks.map(({ id }) => id)).size).toBe(dockerfileChecks.length);
    const controls = new Set(dockerfileChecks.flatMap(({ controls = [] }) => controls));
    for (const control of ['4.1', '4.2', '4.6', '4.7', '4.9', '4.10'])
      expect(controls).toContain(`cis-docker-1.6/${control}`);
  });

  it('never show a secret', () => {
    const result = checkDockerfile(
      `${from}ENV DB_PASSWORD=hunter2-x TOKEN="a b c-99"\nARG API_KEY=hunter3\nRUN curl -u me:hunter4 https://me:hunter5x@x.example/\n${end}`,
      now,
    );
    expect(result.findings.filter(({ checkId }) => checkId === 'dockerfile-secret')).toHaveLength(4);
    expect(JSON.stringify(result)).not.toMatch(/hunter\d|a b c/);
  });
});

describe('comments', () => {
  const bad = 'ADD src /app/\n';
  it.each([
    [
      'the instruction below',
      `${from}# breakwater: ignore dockerfile-add the builder needs it\n${bad}${end}`,
      [],
    ],
    [
      'with a dash',
      `${from}# breakwater: ignore dockerfile-add,dockerfile-sudo -- the builder needs it\n${bad}${end}`,
      [],
    ],
    ['the file', `# breakwater: ignore-file dockerfile-add the builder needs it\n${from}${bad}${end}`, []],
    [
      'until a day to come',
      `${from}# breakwater: ignore dockerfile-add until=2026-12-31 soon gone\n${bad}${end}`,
      [],
    ],
    [
      'another instruction',
      `${from}# breakwater: ignore dockerfile-add of another\nWORKDIR /a\n${bad}${end}`,
      ['dockerfile-add:4'],
    ],
    [
      'another check',
      `${from}# breakwater: ignore dockerfile-sudo of another\n${bad}${end}`,
      ['dockerfile-add:3'],
    ],
  ])('take back: %s', (_, text, expected) => {
    const result = checkDockerfile(text, now);
    expect(result.findings.map(({ checkId, line }) => `${checkId}:${line}`)).toEqual(expected);
    expect(result.problems).toEqual([]);
    expect(result.ignored.length).toBe(expected.length === 0 ? 1 : 0);
  });

  it.each([
    ['without a reason', '# breakwater: ignore dockerfile-add'],
    ['expired', '# breakwater: ignore dockerfile-add until=2026-01-01 was to go'],
    ['that cannot be read', '# breakwater: please ignore this'],
  ])('%s count for nothing and say so', (_, comment) => {
    const result = checkDockerfile(`${from}${comment}\n${bad}${end}`, now);
    expect(result.findings).toHaveLength(1);
    expect(result.problems).toMatchObject([{ line: 2 }]);
  });
});

describe('reading', () => {
  it('follows continuation, comments in between, the escape directive and here-documents', () => {
    const text = [
      '# escape=`',
      'FROM x:1 AS b',
      'RUN a `',
      '  # not the end',
      '',
      '  b',
      'COPY <<"E F" <<-G /x/',
      'E F',
      '\tG',
      'RUN ["a",',
      'CMD ["a", "b"]',
    ].join('\n');
    const { stages, comments, problems } = parseDockerfile(text);
    expect(problems).toEqual([]);
    expect(comments.map(({ line }) => line)).toEqual([1, 4]);
    expect(stages[0]).toMatchObject({ base: 'x:1', name: 'b' });
    expect(
      stages[0]?.instructions.map(({ keyword, line, endLine }) => `${keyword} ${line}-${endLine}`),
    ).toEqual(['RUN 3-6', 'COPY 7-9', 'RUN 10-10', 'CMD 11-11']);
    expect(stages[0]?.instructions[0]?.text).toMatch(/^a\s+b$/);
    expect(stages[0]?.instructions[3]?.json).toEqual(['a', 'b']);
  });

  it.each([
    ['FRM x\n', 1, /no instruction "FRM"/],
    ['', 1, /no FROM/],
    ['RUN a\nFROM x:1\n', 1, /before the first FROM/],
    ['FROM x:1\nRUN <<EOF\na\n', 2, /EOF has no end/],
    ['FROM x:1 AS\n', 1, /FROM takes/],
    ['FROM x:1\nONBUILD FOO a\n', 2, /ONBUILD/],
  ])('%j has a problem in line %i', (text, line, message) => {
    const { problems } = checkDockerfile(text, now);
    expect(problems[0]).toMatchObject({ line, message: expect.stringMatching(message) });
  });

  it('never throws, takes no time, and gives lines of the file', () => {
    const piece = fc.constantFrom(
      'FROM a',
      'RUN ',
      'ENV A=',
      'COPY ',
      '\\',
      '\n',
      '<<E',
      'E',
      '# breakwater: ignore ',
      '"',
      '[',
      '$',
      '{',
      'ADD ',
      '&& ',
      '| sh',
      'apt-get install',
      ' ',
      '\r\n',
      '\ufeff',
      'EXPOSE 1-',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n').length;
        for (const { line } of checkDockerfile(text, now).findings) expect(line).toBeLessThanOrEqual(lines);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['continuations', 'FROM a\nRUN x \\\n'.padEnd(900_000, 'y \\\n')],
    ['one line', `FROM a\nENV ${'A='.repeat(400_000)}`],
    ['quotes', `FROM a\nENV A="${'\\"'.repeat(300_000)}`],
    ['flags', `FROM a\nRUN ${'--a=b '.repeat(100_000)}`],
    ['instructions', `FROM a\n${'RUN a\n'.repeat(100_000)}`],
    ['variables', `ARG A=${'$A'.repeat(10)}\n`.repeat(2000).concat('FROM $A')],
  ])('a hostile file of %s is read in time', (_, text) => {
    const start = performance.now();
    checkDockerfile(text, now);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('takes no shift and no here-string for a here-document', () => {
    const { problems } = parseDockerfile(
      'FROM x:1\nRUN echo $((1<<BITS)) && cat <<<word\nRUN 3<<A cat\na\nA\nUSER 1\n',
    );
    expect(problems).toEqual([]);
  });

  it('says when a limit stopped it', () => {
    expect(checkDockerfile(`FROM a\n${'RUN a\n'.repeat(10_000)}`, now).isComplete).toBe(false);
  });
});
