import type { ImageConfig } from '@breakwater/model';
import { expect, it } from 'vitest';
import { checkConfig } from './check-config.ts';
import { maskLine, maskSecrets } from './mask-secrets.ts';

const secret = 'hunter2-Zq8vXw3pLk';

function config(change: Partial<ImageConfig>): ImageConfig {
  return {
    os: 'linux',
    architecture: 'amd64',
    env: [],
    exposedPorts: [],
    entrypoint: [],
    cmd: [],
    labels: {},
    hasHealthcheck: false,
    history: [],
    ...change,
  };
}

it.each([
  [
    'a variable',
    { env: [`DB_PASSWORD=${secret}`, 'PATH=/bin'] },
    { env: ['DB_PASSWORD=******', 'PATH=/bin'] },
  ],
  ['an argument', { cmd: ['run', `--password=${secret}`] }, { cmd: ['run', '--password=******'] }],
  [
    'an argument of two words',
    { cmd: ['run', '--password', secret, 'x'] },
    { cmd: ['run', '--password', '******', 'x'] },
  ],
  [
    'a shell command',
    { cmd: ['sh', '-c', `API_TOKEN=${secret} app`] },
    { cmd: ['sh', '-c', 'API_TOKEN=****** app'] },
  ],
  [
    'a label',
    { labels: { 'app.password': secret, team: 'shop' } },
    { labels: { 'app.password': '******', team: 'shop' } },
  ],
  [
    'the history',
    { history: [{ createdBy: `|1 API_TOKEN=${secret} /bin/sh -c make`, isEmptyLayer: false }] },
    { history: [{ createdBy: '|1 API_TOKEN=****** /bin/sh -c make', isEmptyLayer: false }] },
  ],
])('a secret in %s is masked, the rest stays', (_, change, expected) => {
  expect(maskSecrets(config(change))).toEqual(config(expected));
});

it('what was masked is masked already: no check fires on the mask', () => {
  const masked = maskSecrets(config({ env: [`DB_PASSWORD=${secret}`] }));
  expect(maskSecrets(masked)).toEqual(masked);
  expect(checkConfig({ config: masked }).map((finding) => finding.checkId)).not.toContain(
    'image-secret-in-env',
  );
});

it.each([
  'RUN /bin/sh -c URL=https://shop:hunter2-Zq8v@git.internal/x make # buildkit',
  'RUN /bin/sh -c git clone https://shop:hunter2-Zq8v@git.internal/x # buildkit',
])('a masked line gives nothing away and stays as it is: %s', (line) => {
  const masked = maskLine(line);
  expect(masked).not.toContain('hunter2');
  expect(maskLine(masked)).toBe(masked);
  const history = [{ createdBy: masked, isEmptyLayer: false }];
  expect(checkConfig({ config: config({ history }) }).map(({ checkId }) => checkId)).not.toContain(
    'image-secret-in-history',
  );
});
