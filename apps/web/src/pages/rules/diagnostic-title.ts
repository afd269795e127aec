import { en } from '../../i18n/en.ts';
import type { Translate } from '../../i18n/i18n.tsx';

type Key = Parameters<Translate>[0];

/** What kind of problem a code of the compiler stands for, in the language of the reader; undefined: a code of a newer server. */
export function diagnosticTitle(code: string, t: Translate): string | undefined {
  const key = `rules.code.${code}`;
  return Object.hasOwn(en, key) ? t(key as Key) : undefined;
}
