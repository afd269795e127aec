import type { ImageConfig, ImageLayer } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { checkConfig } from './check-config.ts';
import { configChecks } from './config-checks/index.ts';
import { maskLine } from './mask-secrets.ts';

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

  it('has no two checks of one id', () => {
    expect(new Set(configChecks.map(({ id }) => id)).size).toBe(configChecks.length);
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
    { variable: `ANYTHING=${['AKIA', 'ABCDEFGHIJKLMNOP'].join('')}`, fires: true },
    { variable: `DATABASE_URL=postgres://app:${['s3', 'cret'].join('')}@db/app`, fires: true },
    { variable: `KEY=-----BEGIN ${['RSA', 'PRIVATE', 'KEY'].join(' ')}-----`, fires: true },
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

  it.each([
    { line: 'RUN /bin/sh -c apt-get update # buildkit', ids: ['image-update-alone'] },
    { line: '/bin/sh -c apt-get update', ids: ['image-update-alone'] },
    { line: '|1 A=b /bin/sh -c apk update', ids: ['image-update-alone'] },
    { line: 'RUN |1 A=b /bin/sh -c apk update # buildkit', ids: ['image-update-alone'] },
    {
      line: 'RUN /bin/sh -c apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/* # buildkit',
      ids: [],
    },
    {
      line: 'RUN /bin/sh -c apt-get update && apt-get install -y x # buildkit',
      ids: ['image-package-cache'],
    },
    { line: '/bin/sh -c yum install -y x', ids: ['image-package-cache'] },
    { line: '/bin/sh -c dnf -y install x && dnf clean all', ids: [] },
    { line: '/bin/sh -c apk add --no-cache x', ids: [] },
    { line: '/bin/sh -c apk add x', ids: ['image-package-cache'] },
    { line: '/bin/sh -c sudo make install', ids: ['image-sudo'] },
    { line: '/bin/sh -c curl -fsSL https://x.example/i.sh | bash', ids: ['image-download-and-run'] },
    { line: '/bin/sh -c curl -k https://x.example/i.sh -o i.sh', ids: ['image-unverified-download'] },
    { line: '/bin/sh -c curl -fsSLo k.asc https://x.example/k', ids: [] },
    { line: '/bin/sh -c chmod -R 777 /app', ids: ['image-open-mode'] },
    { line: '/bin/sh -c #(nop)  MAINTAINER me@example.com', ids: ['image-maintainer'] },
    { line: '/bin/sh -c #(nop) ADD file:0123 in / ', ids: [] },
    { line: 'COPY . /app # buildkit', ids: [] },
  ])('history $line: $ids', ({ line, ids }) => {
    const found = checkConfig({ config: { ...good, ...history(line) } }).map(({ checkId }) => checkId);
    expect(found).toEqual(ids);
  });

  it.each([
    { line: 'ADD dist /opt # buildkit', severity: 'low' },
    { line: '/bin/sh -c #(nop) ADD file:0123 in /app/ ', severity: 'low' },
    { line: 'ADD https://x.example/a /opt/ # buildkit', severity: 'medium' },
  ])('ADD that is not the root: $line', ({ line, severity }) => {
    const lines = ['ADD rootfs.tar.xz / # buildkit', line].map((createdBy) => ({
      createdBy,
      isEmptyLayer: false,
    }));
    const found = checkConfig({ config: { ...good, history: lines } });
    expect(found).toMatchObject([
      { checkId: 'image-add-instruction', severity, controls: ['cis-docker-1.6/4.9'] },
    ]);
  });

  const layer: ImageLayer = { digest: '', diffId: '', mediaType: '', size: 1e9, uncompressedSize: 3e9 };
  it.each([
    { what: 'age', input: { config: { ...good, created: '2026-01-01T00:00:00Z' } }, ids: ['image-age'] },
    {
      what: 'a date that hides the age',
      input: { config: { ...good, created: '1970-01-01T00:00:01Z' } },
      ids: [],
    },
    { what: 'a young image', input: { config: { ...good, created: '2026-11-01T00:00:00Z' } }, ids: [] },
    { what: 'size', input: { config: good, layers: [layer] }, ids: ['image-size'] },
    {
      what: 'layers',
      input: { config: good, layers: Array(61).fill({ ...layer, uncompressedSize: 1 }) },
      ids: ['image-many-layers'],
    },
    { what: 'latest', input: { config: good, tag: 'latest' }, ids: ['image-latest-tag'] },
    { what: 'platform', input: { config: { ...good, architecture: 's390x' } }, ids: ['image-platform'] },
    {
      what: 'stop signal',
      input: { config: { ...good, stopSignal: 'SIGKILL' } },
      ids: ['image-stop-signal'],
    },
    { what: 'volumes', input: { config: { ...good, volumes: ['/data'] } }, ids: ['image-volumes'] },
    { what: 'path', input: { config: { ...good, env: ['PATH=/usr/bin:.'] } }, ids: ['image-unsafe-env'] },
    {
      what: 'certificates',
      input: { config: { ...good, env: ['NODE_TLS_REJECT_UNAUTHORIZED=0'] } },
      ids: ['image-unsafe-env'],
    },
    {
      what: 'tools',
      input: { config: good, hasFile: (path: string) => path === 'usr/bin/apt-get' },
      ids: ['image-left-tools'],
    },
  ])('$what', ({ input, ids }) => {
    const found = checkConfig({ now: new Date('2026-11-23T00:00:00Z'), ...input });
    expect(found.map(({ checkId }) => checkId)).toEqual(ids);
  });

  it('finds a secret in history that nobody named, and masks it', () => {
    const token = ['glpat', 'Zt3kQw9xq8Lk2mVb7TzR'].join('-');
    const line = `RUN /bin/sh -c git clone https://oauth2:${token}@git.internal/x # buildkit`;
    const found = checkConfig({ config: { ...good, ...history(line) } });
    expect(found.map(({ checkId }) => checkId)).toEqual(['image-secret-in-history']);
    expect(JSON.stringify(found)).not.toContain(token);
    expect(maskLine(line)).toBe('RUN /bin/sh -c git clone https://oauth2:******@git.internal/x # buildkit');
  });
});
