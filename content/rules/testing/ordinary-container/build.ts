import type { Process, Recorder } from './recorder.ts';
import { registry } from './task.ts';

const mirror = { address: '151.101.2.132', port: 443 };

/** An image is built by BuildKit: packages of the system and of languages, compilers, git. */
export function buildImage(record: Recorder): void {
  const container = { id: 'f1b2c3d4e5f6', name: 'builder', repository: `${registry}/builder` };
  const buildkit = record.first(container, {
    exepath: '/usr/bin/buildkitd',
    args: '--addr unix:///run/buildkit/buildkitd.sock',
  });
  const runc = record.start(buildkit, { exepath: '/usr/bin/runc', args: '--log /run/log run' });
  record.call(runc, 'unshare', { 'evt.arg.flags': 'CLONE_NEWUSER|CLONE_NEWNS' });
  record.call(runc, 'mount', { 'evt.arg.dir': '/proc' });
  installPackages(
    record,
    record.start(runc, { exepath: '/bin/sh', args: '-c apt-get update && apt-get install -y curl gcc' }),
  );
  installDependencies(
    record,
    record.start(runc, {
      exepath: '/bin/sh',
      args: '-c npm ci && pip install -r requirements.txt && go build ./...',
    }),
  );
  compile(
    record,
    record.start(runc, { exepath: '/bin/sh', args: '-c ./configure && make -j2 && make install' }),
    true,
  );
  clone(
    record,
    record.start(runc, { exepath: '/bin/sh', args: '-c git clone git@github.com:example/app.git' }),
  );
  const download = record.start(runc, {
    exepath: '/bin/sh',
    args: '-c curl -fsSL https://deb.example.com/setup.sh | bash -',
  });
  record.connect(
    record.start(download, {
      exepath: '/usr/bin/curl',
      args: '-fsSL https://deb.example.com/setup.sh -o /tmp/setup.sh',
    }),
    mirror,
  );
  record.start(runc, { exepath: '/usr/sbin/useradd', args: '-r -u 1000 app' });
}

/** A job that compiles in an image of its own: no package manager and no known builder above it. */
export function compileInJob(record: Recorder): void {
  const container = { id: '01b2c3d4e5f6', name: 'compile', repository: `${registry}/compile` };
  const entry = record.first(container, {
    exepath: '/bin/bash',
    name: 'entrypoint.sh',
    args: '/entrypoint.sh',
    user: 'app',
    cwd: '/work',
  });
  clone(record, entry);
  compile(record, record.start(entry, { exepath: '/bin/sh', args: '-c make -j2' }), false);
}

function installPackages(record: Recorder, shell: Process): void {
  const apt = record.start(shell, { exepath: '/usr/bin/apt-get', args: 'install -y curl gcc' });
  record.read(apt, '/etc/apt/sources.list', '/var/lib/dpkg/status');
  record.connect(apt, { address: '151.101.2.132', port: 80 });
  record.write(apt, '/etc/apt/trusted.gpg.d/debian.gpg');
  const dpkg = record.start(apt, {
    exepath: '/usr/bin/dpkg',
    args: '--unpack /var/cache/apt/archives/curl.deb',
  });
  for (let index = 0; index < 300; index += 1) {
    record.write(dpkg, `/usr/bin/tool-${index}.dpkg-new`, 'O_WRONLY|O_CREAT|O_EXCL');
    record.changeMode(dpkg, `/usr/bin/tool-${index}.dpkg-new`, 'S_IXOTH|S_IXGRP|S_IXUSR|S_ISUID');
    record.rename(dpkg, `/usr/bin/tool-${index}.dpkg-new`, `/usr/bin/tool-${index}`);
    record.write(dpkg, `/usr/lib/x86_64-linux-gnu/lib-${index}.so.dpkg-new`, 'O_WRONLY|O_CREAT|O_EXCL');
  }
  const configure = record.start(dpkg, {
    exepath: '/bin/sh',
    name: 'openssh.postins',
    args: '/var/lib/dpkg/info/openssh.postinst configure',
  });
  record.write(
    record.start(configure, { exepath: '/usr/sbin/useradd', args: '-r sshd' }),
    '/etc/passwd',
    'O_RDWR',
  );
  record.read(record.start(configure, { exepath: '/usr/sbin/usermod', args: '-p * sshd' }), '/etc/shadow');
  record.start(configure, { exepath: '/sbin/ldconfig' });
}

function installDependencies(record: Recorder, shell: Process): void {
  const npm = record.start(shell, {
    exepath: '/usr/local/bin/node',
    name: 'npm ci',
    args: '/usr/local/bin/npm ci',
  });
  record.connect(npm, { address: '104.16.24.34', port: 443 });
  for (let index = 0; index < 500; index += 1) {
    record.makeDirectory(npm, `/app/node_modules/.package-${index}-aB3dE`);
    record.write(npm, `/app/node_modules/package-${index}/index.js`);
  }
  record.start(record.start(npm, { exepath: '/bin/sh', args: '-c node-gyp rebuild' }), {
    exepath: '/usr/bin/g++',
    args: '-o binding.o',
  });
  const pip = record.start(shell, {
    exepath: '/usr/local/bin/python3.12',
    name: 'pip',
    args: '/usr/local/bin/pip install -r requirements.txt',
  });
  for (let index = 0; index < 300; index += 1)
    record.write(pip, `/usr/local/lib/python3.12/site-packages/m${index}.py`);
  record.write(pip, '/usr/local/bin/gunicorn');
  const go = record.start(shell, { exepath: '/usr/local/go/bin/go', args: 'test ./...' });
  record.start(go, { exepath: '/tmp/go-build123/b001/app.test', isBuilt: true });
}

/** `hasConfigure`: tests of configure run below /tmp as well. */
function compile(record: Recorder, shell: Process, hasConfigure: boolean): void {
  const make = record.start(shell, { exepath: '/usr/bin/make', args: '-j2' });
  for (let index = 0; index < 150; index += 1) {
    const sh = record.start(make, { exepath: '/bin/sh', args: `-c gcc -c file${index}.c` });
    const gcc = record.start(sh, { exepath: '/usr/bin/gcc', args: `-c file${index}.c -o file${index}.o` });
    const cc1 = record.start(gcc, {
      exepath: '/usr/lib/gcc/x86_64-linux-gnu/12/cc1',
      args: `-quiet file${index}.c -o /tmp/cc${index}.s`,
    });
    record.read(cc1, `/work/file${index}.c`, '/usr/include/stdio.h');
    record.write(cc1, `/tmp/cc${index}.s`);
    record.remove(gcc, `/tmp/cc${index}.s`);
  }
  const ld = record.start(make, { exepath: '/usr/bin/ld', args: '-o app' });
  record.write(ld, '/work/app', 'O_RDWR|O_CREAT|O_TRUNC|X');
  record.changeMode(ld, '/work/app', 'S_IXOTH|S_IXGRP|S_IXUSR');
  if (!hasConfigure) return;
  record.start(shell, { exepath: '/tmp/conftest', isBuilt: true });
  record.write(
    record.start(make, { exepath: '/usr/bin/install', args: '-m 755 app /usr/local/bin/app' }),
    '/usr/local/bin/app',
  );
}

function clone(record: Recorder, shell: Process): void {
  const git = record.start(shell, { exepath: '/usr/bin/git', args: 'clone git@github.com:example/app.git' });
  record.connect(
    record.start(git, { exepath: '/usr/bin/ssh', args: 'git@github.com git-upload-pack example/app.git' }),
    { address: '140.82.121.4', port: 22 },
  );
  for (let index = 0; index < 200; index += 1) {
    record.write(git, `/work/app/.git/objects/${index}/tmp_obj_x`, 'O_RDWR|O_CREAT|O_EXCL');
    record.rename(git, `/work/app/.git/objects/${index}/tmp_obj_x`, `/work/app/.git/objects/${index}/aabbcc`);
    record.write(git, `/work/app/src/file${index}.c`);
  }
}
