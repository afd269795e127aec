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
  [
    'JSON in a variable',
    { env: [`SETTINGS={"user":"app","password":"${secret}"}`] },
    { env: ['SETTINGS={"user":"app","password":"******"}'] },
  ],
  [
    'options in a variable',
    { env: [`JAVA_OPTS=-Xmx1g -Djavax.net.ssl.keyStorePassword=${secret} -Dx=1`] },
    { env: ['JAVA_OPTS=-Xmx1g -Djavax.net.ssl.keyStorePassword=****** -Dx=1'] },
  ],
  [
    'JSON in an argument',
    { cmd: [`--config={"password":"${secret}"}`] },
    { cmd: ['--config={"password":"******"}'] },
  ],
  [
    'what hardly ever holds one',
    { user: `postgres://a:${secret}@db/x`, stopSignal: '9', volumes: ['/data'] },
    { user: 'postgres://a:******@db/x', stopSignal: '9', volumes: ['/data'] },
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

it.each([
  ['tool login --password SECRET --server x', 'tool login --password ****** --server x'],
  ["tool --api-key 'SECRET' x", "tool --api-key '******' x"],
  ['tool --password=SECRET x', 'tool --password=****** x'],
  ['curl -sf -u admin:SECRET https://x', 'curl -sf -u admin:****** https://x'],
  ['curl -H "Authorization: Basic U0VDUkVUU0VDUkVU" x', 'curl -H "Authorization: Basic ******" x'],
  ['curl -u admin:SECRET https://x', 'curl -u admin:****** https://x'],
  ['mysql -pSECRET -e x', 'mysql -p****** -e x'],
  ['mysql -u root -pSECRET -e x', 'mysql -u root -p****** -e x'],
  ['sshpass -p SECRET ssh x', 'sshpass -p ****** ssh x'],
  ['redis-cli -h x -a SECRET ping', 'redis-cli -h x -a ****** ping'],
  [String.raw`echo "{\"password\": \"SECRET\"}" > x`, String.raw`echo "{\"password\": \"******\"}" > x`],
])('a secret of a command is masked and found: %s', (form, expected) => {
  const line = `RUN ${form.replace('SECRET', secret)}`;
  const history = [{ createdBy: line, isEmptyLayer: false }];
  expect(maskLine(line)).toBe(`RUN ${expected}`);
  expect(checkConfig({ config: config({ history }) }).map(({ checkId }) => checkId)).toContain(
    'image-secret-in-history',
  );
});

it.each([
  'docker login --password-stdin registry.example',
  'docker run -u 1000:1000 x',
  'tool --token-file /run/secrets/x --password $PASSWORD',
  'mkdir -p /srv/app && cp -p a b',
  'mysql -u root -p',
  'apt-get install -y passwd --no-install-recommends curl',
])('a command without a secret stays as it is: %s', (line) => {
  expect(maskLine(line)).toBe(line);
});

it.each([
  `SETTINGS={"user":"app","password":"${secret}"}`,
  `JAVA_OPTS=-Xmx1g -Djavax.net.ssl.keyStorePassword=${secret}`,
])('a secret within a variable is found: %s', (variable) => {
  expect(checkConfig({ config: config({ env: [variable] }) }).map(({ checkId }) => checkId)).toContain(
    'image-secret-in-env',
  );
});

it.each(['secretRef=db-credentials-v2', 'credentialsProvider=com.example.Default2', 'TOKEN_STORE=redis5'])(
  'a name that only speaks of a secret makes none: %s',
  (variable) => {
    expect(maskSecrets(config({ env: [variable] })).env).toEqual([variable]);
  },
);

it('no evidence of a check holds a secret, wherever it stands', () => {
  const volumes = [`/x/postgres://a:${secret}@db/x`];
  const findings = checkConfig({ config: config({ volumes, user: 'root', exposedPorts: [] }) });
  expect(findings.map(({ checkId }) => checkId)).toContain('image-volumes');
  expect(JSON.stringify(findings)).not.toContain(secret);
});
