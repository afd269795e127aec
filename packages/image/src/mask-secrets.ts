import type { ImageConfig } from '@breakwater/model';
import { findSecrets } from './inspectors/secrets/find-secrets.ts';
import { findLineSettings } from './line-settings.ts';
import { mask, secretReason } from './secret-reason.ts';

/** What of a history line is read; the rest could hold secrets that nobody looked for. */
export const maxLineLength = 20_000;

/** `--name`, `--name=value` or `name=value`. */
export const argument: RegExp = /^-{0,2}([A-Za-z][\w.-]{0,100})(?:=(.*))?$/s;

/** The configuration with every secret that the checks know replaced by a mask: what may leave the place of a scan. */
export function maskSecrets(config: ImageConfig): ImageConfig {
  return {
    ...config,
    ...(config.user === undefined ? {} : { user: maskForms(config.user) }),
    ...(config.stopSignal === undefined ? {} : { stopSignal: maskForms(config.stopSignal) }),
    ...(config.volumes === undefined ? {} : { volumes: config.volumes.map(maskForms) }),
    exposedPorts: config.exposedPorts.map(maskForms),
    env: config.env.map(maskVariable),
    entrypoint: maskArguments(config.entrypoint),
    cmd: maskArguments(config.cmd),
    labels: Object.fromEntries(
      Object.entries(config.labels).map(([name, value]) => [name, maskValue(name, value)]),
    ),
    history: config.history.map((entry) => ({ ...entry, createdBy: maskLine(entry.createdBy) })),
  };
}

/** A history line with the values of secret assignments, and secrets of every known form, masked; a very long one is cut. */
export function maskLine(line: string): string {
  const read = line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line;
  return maskForms(maskAssignments(read));
}

/** The same for named values alone. */
export function maskAssignments(line: string): string {
  let text = '';
  let at = 0;
  for (const { name, value, start, end } of findLineSettings(line)) {
    if (start < at || secretReason(name, value) === undefined) continue;
    text += line.slice(at, start) + mask;
    at = end;
  }
  return text + line.slice(at);
}

function maskForms(line: string): string {
  const bytes = Buffer.from(line);
  const { secrets } = findSecrets(bytes);
  if (secrets.length === 0) return line;
  let text = '';
  let at = 0;
  for (const { start, end } of secrets) {
    text += bytes.toString('utf8', at, start) + mask;
    at = end;
  }
  return text + bytes.toString('utf8', at);
}

function maskVariable(variable: string): string {
  const equals = variable.indexOf('=');
  if (equals === -1) return variable;
  const name = variable.slice(0, equals);
  return `${name}=${maskValue(name, variable.slice(equals + 1))}`;
}

function maskArguments(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    if (/\s/.test(word)) return maskLine(word);
    const [, name = '', inline] = argument.exec(word) ?? [];
    if (inline !== undefined) {
      return secretReason(name, inline) === undefined
        ? maskLine(word)
        : `${word.slice(0, word.length - inline.length)}${mask}`;
    }
    const before = words[index - 1];
    const option = before?.startsWith('-') ? argument.exec(before) : null;
    const optionName =
      option !== null && option[2] === undefined && !word.startsWith('-') ? (option[1] ?? '') : '';
    return maskValue(optionName, word);
  });
}

/** All of it where its name or form makes it a secret, else what in it is one: JSON, options of Java, headers. */
function maskValue(name: string, value: string): string {
  return secretReason(name, value) === undefined ? maskLine(value) : mask;
}
