/** What a RUN instruction does that checks care about; the same for history and Dockerfile. */
export interface CommandFault {
  readonly id: CommandFaultId;
  readonly evidence: string;
}

export type CommandFaultId =
  | 'update-alone'
  | 'package-cache'
  | 'sudo'
  | 'download-and-run'
  | 'unverified'
  | 'open-mode';

/** Commands of a line, parted where a shell ends one; quotes are not looked into. */
export function splitCommands(script: string): readonly string[] {
  return script
    .slice(0, 20_000)
    .split(/&&|\|\||[;\n]|(?<!\|)\|(?!\|)/)
    .map((one) => one.trim().replace(/\s+/g, ' '))
    .filter((one) => one !== '');
}

/** An invocation of a package manager: which, and what it is to do. */
export interface PackageCommand {
  readonly manager: 'apt' | 'apk' | 'yum' | 'zypper' | 'pip' | 'npm' | 'gem';
  readonly verb: string;
  readonly words: readonly string[];
}

const managers: ReadonlyMap<string, PackageCommand['manager']> = new Map([
  ['apt', 'apt'],
  ['apt-get', 'apt'],
  ['aptitude', 'apt'],
  ['apk', 'apk'],
  ['yum', 'yum'],
  ['dnf', 'yum'],
  ['dnf5', 'yum'],
  ['microdnf', 'yum'],
  ['tdnf', 'yum'],
  ['zypper', 'zypper'],
  ['pip', 'pip'],
  ['pip3', 'pip'],
  ['npm', 'npm'],
  ['gem', 'gem'],
]);

/** Reads `DEBIAN_FRONTEND=x sudo apt-get -y install curl`; undefined when it is no package manager's. */
export function readPackageCommand(command: string): PackageCommand | undefined {
  const words = command.split(' ');
  while (
    words.length > 0 &&
    /^(?:[A-Za-z_]\w*=.*|sudo|env|exec|time|command|then|do|\(|\{|!|if|set|-\w+)$/.test(words[0] ?? '')
  )
    words.shift();
  const program = words.shift() ?? '';
  const manager = managers.get(program.slice(program.lastIndexOf('/') + 1));
  if (manager === undefined) return undefined;
  const verb = words.find((word, index) => !word.startsWith('-') && !takesValue(words[index - 1])) ?? '';
  return { manager, verb, words };
}

function takesValue(option: string | undefined): boolean {
  return (
    option !== undefined && /^(?:-o|-t|-c|--option|--target-release|--root|-p|--repository|-X)$/.test(option)
  );
}

const installs: ReadonlySet<string> = new Set([
  'install',
  'add',
  'in',
  'groupinstall',
  'localinstall',
  'reinstall',
  'build-dep',
  'upgrade',
  'dist-upgrade',
  'full-upgrade',
  'dup',
  'up',
]);

const unverified: readonly (readonly [form: RegExp, what: string])[] = [
  [
    /--allow-unauthenticated|--force-yes|--allow-insecure-repositories|trusted=yes/,
    'apt takes packages without a signature',
  ],
  [/--allow-untrusted/, 'apk takes packages without a signature'],
  [/--nogpgcheck|--no-gpg-checks?|gpgcheck=0/, 'packages are taken without a signature'],
  [
    /\bcurl\b[^\n|;&]{0,300}\s(?:-[A-Za-jl-z]{0,8}k[A-Za-z]{0,8}|--insecure)(?:\s|$)/,
    'curl does not check certificates',
  ],
  [/\bwget\b[^\n|;&]{0,300}--no-check-certificate/, 'wget does not check certificates'],
  [/--trusted-host\b/, 'pip does not check the certificate of a host'],
  [/strict-ssl[= ]false|NODE_TLS_REJECT_UNAUTHORIZED=0/, 'npm or Node.js does not check certificates'],
  [/http\.sslVerify[= ]false|GIT_SSL_NO_VERIFY=(?:1|true)/, 'git does not check certificates'],
];

/** Everything that is wrong with the command of one RUN. `hasCacheMount`: package caches are kept outside of the image. */
export function judgeCommand(script: string, hasCacheMount = false): readonly CommandFault[] {
  const commands = splitCommands(script);
  const packages = commands.flatMap((one) => readPackageCommand(one) ?? []);
  const faults: CommandFault[] = [];
  const updates = packages.filter(
    ({ manager, verb }) => verb === 'update' && (manager === 'apt' || manager === 'apk'),
  );
  if (updates.length > 0 && !packages.some(({ verb }) => installs.has(verb))) {
    faults.push({
      id: 'update-alone',
      evidence: `"${updates[0]?.manager} update" without an installation in the same RUN`,
    });
  }
  const left = hasCacheMount ? undefined : cacheLeft(packages, script);
  if (left !== undefined) faults.push({ id: 'package-cache', evidence: left });
  if (commands.some((one) => /^(?:[A-Za-z_]\w*=\S* )*sudo /.test(one)))
    faults.push({ id: 'sudo', evidence: 'a command is run with sudo' });
  else if (packages.some(({ verb, words }) => installs.has(verb) && words.includes('sudo'))) {
    faults.push({ id: 'sudo', evidence: 'sudo is installed' });
  }
  if (
    /\b(?:curl|wget)\b[^\n;&]{0,500}\|\s{0,4}(?:sudo (?:-\w{1,4} ){0,3})?(?:\/(?:usr\/)?bin\/)?(?:env )?(?:ba|da|z|k)?sh\b/.test(
      script,
    )
  ) {
    faults.push({ id: 'download-and-run', evidence: 'a download is piped into a shell' });
  }
  for (const [form, what] of unverified)
    if (form.test(script)) faults.push({ id: 'unverified', evidence: what });
  if (/\bchmod (?:-[a-zA-Z]{1,8} ){0,3}(?:0?777|a\+rwx|ugo\+rwx|o\+w|a\+w)\b/.test(script)) {
    faults.push({ id: 'open-mode', evidence: 'chmod lets every user write' });
  }
  return faults;
}

function cacheLeft(packages: readonly PackageCommand[], script: string): string | undefined {
  const installing = (manager: PackageCommand['manager']) =>
    packages.filter((one) => one.manager === manager && installs.has(one.verb));
  const cleans = (manager: PackageCommand['manager']) =>
    packages.some((one) => one.manager === manager && /^(?:clean|autoclean|cc)$/.test(one.verb));
  if (installing('apt').length > 0 && !/rm\b[^\n;&|]{0,200}\/var\/lib\/apt\/lists/.test(script)) {
    return 'apt leaves its lists in /var/lib/apt/lists';
  }
  if (
    installing('yum').length > 0 &&
    !cleans('yum') &&
    !/rm\b[^\n;&|]{0,200}\/var\/cache\/(?:yum|dnf)/.test(script)
  ) {
    return 'yum or dnf leaves its cache; "clean all" in the same RUN empties it';
  }
  if (
    installing('zypper').length > 0 &&
    !cleans('zypper') &&
    !/rm\b[^\n;&|]{0,200}\/var\/cache\/zypp/.test(script)
  ) {
    return 'zypper leaves its cache; "zypper clean" in the same RUN empties it';
  }
  const keeps = installing('apk').some(({ words }) => !words.includes('--no-cache'));
  if (keeps && !/rm\b[^\n;&|]{0,200}\/var\/cache\/apk/.test(script))
    return 'apk leaves its index; "apk add --no-cache" does not';
  return undefined;
}
