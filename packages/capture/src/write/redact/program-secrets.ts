import { RE2JS } from 're2js';
import { type Finder, finderOf } from './patterns.ts';

/** An option whose value only its program makes a secret. */
interface Row {
  /** Names of programs, alternatives of an expression. */
  readonly programs: string;
  readonly option: string;
  /** How the value follows: as the next argument, in the same one, or either. */
  readonly value: 'next' | 'same' | 'any';
  /** What of the value comes before the secret. */
  readonly before?: string;
}

const table: readonly Row[] = [
  { programs: '(?:mysql|mariadb)[a-z-]*|mycli', option: '-p', value: 'same' },
  { programs: 'redis-cli|valkey-cli|keydb-cli', option: '-a', value: 'next' },
  { programs: 'docker|podman|nerdctl|buildah|skopeo|crane|helm|oras|regctl|az', option: '-p', value: 'any' },
  { programs: 'sshpass', option: '-p', value: 'any' },
  { programs: 'curl|wget2?', option: '-[a-zA-Z]*u', value: 'any', before: `[^\\s:"'\\x00]*:` },
  { programs: 'openssl', option: '-[kK]', value: 'next' },
  { programs: 'openssl', option: '-pass(?:in|out)?', value: 'next', before: 'pass:' },
  { programs: 'mongo[a-z]*', option: '-p', value: 'any' },
  { programs: 'ldap[a-z]+', option: '-w', value: 'any' },
  { programs: 'smbclient|rpcclient', option: '-U', value: 'any', before: `[^\\s%"'\\x00]*%` },
  { programs: 'sqlcmd|bcp|mosquitto_[a-z]+', option: '-P', value: 'any' },
];

/** Publishing ports and such: of these programs only where they log in. */
const loginPrograms = /^(?:docker|podman|nerdctl|buildah|skopeo|crane|helm|oras|regctl|az)$/;
const login = 'login';

const gaps = { next: ['\\x00', '[ \\t]+'], same: ['', ''], any: ['\\x00?', '[ \\t]*'] } as const;

interface Compiled {
  readonly isProgram: RegExp;
  readonly find: Finder;
}

const inArguments: readonly Compiled[] = table.map(({ programs, option, value, before = '' }) => ({
  isProgram: new RegExp(`^(?:${programs})$`),
  find: finderOf(RE2JS.compile(`(?:^|\\x00)${option}${gaps[value][0]}${before}([^\\x00]+)`)),
}));

const inTexts: readonly Finder[] = table.map(({ programs, option, value, before = '' }) => {
  const needed = programs.includes('docker') ? `[^;|&\\n\\x00]*?\\b${login}\\b` : '';
  const program = `(?:^|[\\s\\x00/;&|("'\`])(?:${programs})${needed}[ \\t]`;
  const secret = `(?:"([^"\\x00]+)|'([^'\\x00]+)|([^\\s"'\\x00;&|)]+))`;
  const opening = before === '' ? '' : `["']?${before}`;
  return finderOf(
    RE2JS.compile(`${program}(?:[^;|&\\n\\x00]*?[ \\t])??${option}${gaps[value][1]}${opening}${secret}`),
  );
});

const textHint =
  /mysql|mariadb|mycli|(?:redis|valkey|keydb)-cli|docker|podman|nerdctl|buildah|skopeo|crane|helm|oras|regctl|\baz |sshpass|curl|wget|openssl|mongo|ldap|smbclient|rpcclient|sqlcmd|bcp|mosquitto/;

const latin = new TextDecoder('latin1');

/** Secrets among the arguments of a program, which end in a NUL each and do not begin with its name. */
export function findArgumentSecrets(program: string, bytes: Uint8Array): ReturnType<Finder> {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const rows = inArguments.filter(({ isProgram }) => isProgram.test(name));
  if (rows.length === 0) return [];
  if (loginPrograms.test(name) && !latin.decode(bytes).split('\0').includes(login)) return [];
  return rows.flatMap(({ find }) => find(bytes));
}

/** Secrets in command lines as they are written for a shell. */
export const findCommandSecrets: Finder = (bytes) =>
  textHint.test(latin.decode(bytes)) ? inTexts.flatMap((find) => find(bytes)) : [];
