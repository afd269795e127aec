import type { FileInspector, InspectedFinding } from '../../layer/file-inspector.ts';

const maxBytes = 256 * 1024;
const maxFindings = 20;

/** Accounts that let somebody in who should not be: no password, root under another name, keys that are welcome. */
export const accounts: FileInspector = {
  name: 'accounts',
  version: 2,
  wants: ({ type, path, size }) =>
    type === 'file' && judgeOf(path) !== undefined ? Math.min(size, maxBytes) : 0,
  inspect({ path }, content) {
    const judge = content.length === 0 ? undefined : judgeOf(path);
    if (judge === undefined) return [];
    const lines = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
      .toString('latin1')
      .split('\n');
    return lines.flatMap((line, index) => judge(line.slice(0, 2000), index + 1) ?? []).slice(0, maxFindings);
  },
};

type JudgeLine = (line: string, number: number) => InspectedFinding | undefined;

function judgeOf(path: string): JudgeLine | undefined {
  if (path === 'etc/shadow' || path === 'etc/shadow-') return judgeShadow;
  if (path === 'etc/passwd' || path === 'etc/passwd-') return judgePasswd;
  if (/^(?:root|home\/[^/]+|[^/]+\/[^/]+)\/\.ssh\/authorized_keys2?$|^etc\/ssh\/authorized_keys/.test(path))
    return judgeKeys;
  if (/^etc\/sudoers(?:\.d\/[^/]+)?$/.test(path)) return judgeSudoers;
  return undefined;
}

/** `name:hash:…` (shadow(5)): nothing lets in without a password, `!` and `*` let nobody in. */
function judgeShadow(line: string, number: number): InspectedFinding | undefined {
  const fields = line.split(':');
  const [name = '', hash] = fields;
  if (fields.length < 3 || name === '' || name.startsWith('#') || hash === undefined) return undefined;
  if (hash === '') return emptyPassword(name, number);
  if (!hash.startsWith('$') && !/^[A-Za-z0-9./]{13}$/.test(hash)) return undefined;
  const isWeak = !/^\$(?:2[abxy]|5|6|7|y|gy)\$/.test(hash);
  return {
    kind: 'account',
    checkId: 'account-password-hash',
    title: `The image has the password of ${printed(name)}, hashed`,
    severity: isWeak ? 'high' : 'medium',
    line: number,
    evidence: `line ${number} of the file has a hash for ${printed(name)}${isWeak ? ', of a kind that is soon guessed' : ''}`,
    remediation: `Lock the account ("passwd -l ${printed(name)}"); whoever has the image can guess the password.`,
  };
}

/** `name:password:uid:gid:…` (passwd(5)): `x` means that shadow has it. */
function judgePasswd(line: string, number: number): InspectedFinding | undefined {
  const fields = line.split(':');
  const [name = '', password, uid, , , , shell = ''] = fields;
  if (fields.length < 6 || name.startsWith('#')) return undefined;
  if (password === '') return emptyPassword(name, number);
  if (name === 'root' || uid === undefined || !/^0+$/.test(uid)) return undefined;
  return {
    kind: 'account',
    checkId: 'account-extra-root',
    title: `${printed(name)} is root under another name`,
    severity: /(?:nologin|false)$/.test(shell) ? 'medium' : 'high',
    line: number,
    evidence: `line ${number} gives ${printed(name)} the number 0`,
    remediation: 'Remove the account, or give it a number of its own.',
  };
}

function judgeKeys(line: string, number: number): InspectedFinding | undefined {
  const key = /(?:^|\s)((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w@.-]{3,60}) AAAA[A-Za-z0-9+/]{20}/.exec(line);
  if (key === null) return undefined;
  return {
    kind: 'account',
    checkId: 'account-authorized-key',
    title: 'The image lets the owner of an SSH key in',
    severity: 'medium',
    line: number,
    evidence: `line ${number} has a key of type ${printed(key[1] ?? '')}`,
    remediation: 'Remove the file; to enter a running task use ECS Exec.',
  };
}

function judgeSudoers(line: string, number: number): InspectedFinding | undefined {
  const match =
    /^[ \t]{0,8}([%\w.-]{1,60})[ \t]{1,20}[^#=\n]{1,100}=[^#\n]{0,200}NOPASSWD:[ \t]{0,8}ALL/.exec(line);
  if (match === null) return undefined;
  return {
    kind: 'account',
    checkId: 'account-sudo-without-password',
    title: `${printed(match[1] ?? '')} becomes root without a password`,
    severity: 'high',
    line: number,
    evidence: `line ${number} allows every command with NOPASSWD`,
    remediation: 'Remove the rule, and sudo with it: do what needs root while the image is built.',
  };
}

function emptyPassword(name: string, number: number): InspectedFinding {
  return {
    kind: 'empty-password',
    checkId: 'account-empty-password',
    title: `${printed(name)} has no password`,
    severity: name === 'root' ? 'high' : 'medium',
    line: number,
    evidence: `line ${number} has nothing where the password's hash belongs`,
    remediation: `Lock the account: "passwd -l ${printed(name)}", or "!" in its place.`,
  };
}

function printed(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, '?').slice(0, 60);
}
