import type { ConfigFinding } from '@breakwater/model';
import type { ConfigCheck } from '../config-check.ts';
import { findLineSettings } from '../line-settings.ts';
import { argument, maxLineLength } from '../mask-secrets.ts';
import { mask, secretReason } from '../secret-reason.ts';

/** CIS Docker 4.10, for what is not an environment variable: `--password=x`, `--password x`, labels. */
export const secretInCommand: ConfigCheck = {
  id: 'image-secret-in-command',
  check({ config }) {
    return [
      ...inArguments('Entrypoint', config.entrypoint),
      ...inArguments('Cmd', config.cmd),
      ...Object.entries(config.labels).flatMap(([name, value]) => judge('Labels', name, value)),
    ];
  },
};

function inArguments(where: string, words: readonly string[]): readonly ConfigFinding[] {
  return words.flatMap((word, index) => {
    if (/\s/.test(word)) return inLine(where, word);
    const option = argument.exec(word);
    if (option === null) return judge(where, '', word);
    const [, name = '', inline] = option;
    if (inline !== undefined) return judge(where, name, inline);
    const next = word.startsWith('-') ? words[index + 1] : undefined;
    return next === undefined || next.startsWith('-') ? [] : judge(where, name, next);
  });
}

/** A shell command as one word. */
function inLine(where: string, line: string): readonly ConfigFinding[] {
  const named = findLineSettings(line.slice(0, maxLineLength)).flatMap(({ name, value }) =>
    judge(where, name, value),
  );
  return named.length > 0 ? named : judge(where, '', line);
}

function judge(where: string, name: string, value: string): readonly ConfigFinding[] {
  const reason = secretReason(name, value);
  if (reason === undefined) return [];
  return [
    {
      checkId: 'image-secret-in-command',
      title: `A secret is stored in the image's ${where}`,
      severity: 'high',
      evidence: `${where} has ${name === '' ? mask : `${name}=${mask}`}, which ${reason}`,
      remediation: 'Replace the secret and pass the new one with "secrets" of the task definition.',
      controls: ['cis-docker-1.6/4.10'],
    },
  ];
}
