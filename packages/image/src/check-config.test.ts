import { readdirSync } from 'node:fs';
import type { ImageConfig } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { checkConfig } from './check-config.ts';
import { configChecks } from './config-checks/index.ts';

/** Nothing is wrong with it. */
const good: ImageConfig = {
  os: 'linux',
  architecture: 'amd64',
  user: '1000',
  env: ['PATH=/usr/bin'],
  exposedPorts: ['8080/tcp'],
  entrypoint: ['/app'],
  cmd: [],
  labels: { 'org.opencontainers.image.source': 'https://example.com/app' },
  hasHealthcheck: true,
  history: [],
};

function history(createdBy: string): Partial<ImageConfig> {
  return { history: [{ createdBy, isEmptyLayer: true }] };
}

describe('checkConfig', () => {
  it('says nothing of an image without defects', () => {
    expect(checkConfig({ config: good })).toEqual([]);
  });

  it('has every check in the list', () => {
    const files = readdirSync(new URL('./config-checks', import.meta.url)).filter(
      (name) => name !== 'index.ts',
    );
    expect(configChecks).toHaveLength(files.length);
  });

  const passwd = 'root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\napp:x:100:101::/:/bin/sh\n';
  it.each([
    { user: '', fires: true },
    { user: 'root', fires: true },
    { user: '0', fires: true },
    { user: '0:0', fires: true },
    { user: '00', fires: true },
    { user: 'root:app', fires: true },
    { user: 'toor', fires: true },
    { user: 'app', fires: false },
    { user: '1000:0', fires: false },
    { user: 'unknown', fires: false },
  ])('root user: "$user" fires: $fires', ({ user, fires }) => {
    const ids = checkConfig({ config: { ...good, user }, passwd }).map(({ checkId }) => checkId);
    expect(ids).toEqual(fires ? ['image-root-user'] : []);
  });

  it.each([
    { variable: 'DB_PASSWORD=hunter2', fires: true },
    { variable: 'API_TOKEN=test-0000', fires: true },
    { variable: 'SECRET_KEY=test', fires: true },
    { variable: 'dbPassword=x1', fires: true },
    { variable: 'AWS_SECRET_ACCESS_KEY=abc', fires: true },
    { variable: 'ANYTHING=AKIAABCDEFGHIJKLMNOP', fires: true },
    { variable: 'DATABASE_URL=postgres://app:s3cret@db/app', fires: true },
    { variable: 'KEY=-----BEGIN RSA PRIVATE KEY-----', fires: true },
    { variable: 'DB_PASSWORD=', fires: false },
    { variable: 'DB_PASSWORD=$DB_PASSWORD', fires: false },
    { variable: 'DB_PASSWORD_FILE=/run/secrets/db', fires: false },
    { variable: 'DB_PASSWORD=/run/secrets/db', fires: false },
    { variable: 'TOKENIZERS_PARALLELISM=false', fires: false },
    { variable: 'PASSWORD_MIN_LENGTH=12', fires: false },
    { variable: 'USE_TOKEN=true', fires: false },
    { variable: 'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568', fires: false },
    { variable: 'PWD=/srv', fires: false },
    { variable: 'DATABASE_URL=postgres://db/app', fires: false },
    { variable: 'NO_EQUALS', fires: false },
  ])('secret in a variable: $variable fires: $fires', ({ variable, fires }) => {
    const findings = checkConfig({ config: { ...good, env: [variable] } });
    expect(findings.map(({ checkId }) => checkId)).toEqual(fires ? ['image-secret-in-env'] : []);
    const value = variable.slice(variable.indexOf('=') + 1);
    if (fires) expect(JSON.stringify(findings)).not.toContain(value);
  });

  it.each([
    { line: 'ARG DB_PASSWORD=hunter2', fires: true },
    { line: '|1 DB_PASSWORD=hunter2 /bin/sh -c make', fires: true },
    { line: 'RUN |2 A=1 API_TOKEN=hunter2 /bin/sh -c make # buildkit', fires: true },
    { line: '/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2', fires: true },
    { line: 'RUN /bin/sh -c export DB_PASSWORD="hunter2 x" && make', fires: true },
    { line: 'RUN /bin/sh -c DB_PASSWORD=$(cat /run/secrets/db) make', fires: false },
    { line: 'RUN /bin/sh -c DB_PASSWORD=$SECRET make', fires: false },
    { line: 'COPY . /srv # buildkit', fires: false },
  ])('secret in history: $line fires: $fires', ({ line, fires }) => {
    const findings = checkConfig({ config: { ...good, ...history(line) } });
    expect(findings.map(({ checkId }) => checkId)).toEqual(fires ? ['image-secret-in-history'] : []);
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  it('reports a secret of Env and history once', () => {
    const config = { ...good, env: ['DB_PASSWORD=hunter2'], ...history('ENV A=1 DB_PASSWORD=hunter2') };
    expect(checkConfig({ config }).map(({ checkId }) => checkId)).toEqual(['image-secret-in-env']);
  });

  it.each<{ change: Partial<ImageConfig>; titles: string[] }>([
    { change: { exposedPorts: ['22/tcp'] }, titles: ['Port 22 (SSH) is exposed'] },
    { change: { exposedPorts: ['22'] }, titles: ['Port 22 (SSH) is exposed'] },
    {
      change: { exposedPorts: ['2375/tcp', '3389/tcp'] },
      titles: ['Port 2375 (Docker API without TLS) is exposed', 'Port 3389 (Remote Desktop) is exposed'],
    },
    {
      change: { exposedPorts: ['20-25/tcp'] },
      titles: [
        'Port 23 (Telnet) is exposed',
        'Port 21 (FTP) is exposed',
        'Port 22 (SSH) is exposed',
        '6 ports are exposed',
      ],
    },
    { change: { exposedPorts: ['22/udp', 'junk', '99999/tcp'] }, titles: [] },
    { change: { exposedPorts: ['1/tcp', '2/tcp', '3/tcp', '4/tcp', '5/tcp'] }, titles: [] },
    { change: { hasHealthcheck: false }, titles: ['The image has no health check'] },
    { change: { labels: {} }, titles: ['The image has no labels'] },
    { change: { entrypoint: [] }, titles: ['The image does not say what it runs'] },
    { change: { cmd: ['--password=hunter2'] }, titles: ["A secret is stored in the image's Cmd"] },
    {
      change: { entrypoint: ['app', '--api-key', 'hunter2'] },
      titles: ["A secret is stored in the image's Entrypoint"],
    },
    { change: { entrypoint: ['app', '--password', '--verbose'] }, titles: [] },
    { change: { labels: { token: 'hunter2' } }, titles: ["A secret is stored in the image's Labels"] },
  ])('$change gives $titles', ({ change, titles }) => {
    const findings = checkConfig({ config: { ...good, ...change } });
    expect(findings.map(({ title }) => title)).toEqual(titles);
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });
});
