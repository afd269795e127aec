import type { MessageKey } from '../../i18n/en.ts';
import type { Translate } from '../../i18n/i18n.tsx';

/** What the server writes into a history, in its own words, and what it is called here. */
const changes: readonly (readonly [pattern: RegExp, key: MessageKey])[] = [
  [/^created$/, 'versions.did.created'],
  [/^edited$/, 'versions.did.edited'],
  [/^deleted$/, 'versions.did.deleted'],
  [/^imported$/, 'versions.did.imported'],
  [/^moved in the order$/, 'versions.did.moved'],
  [/^switched on$/, 'versions.did.switchedOn'],
  [/^switched off$/, 'versions.did.switchedOff'],
  [/^switched off: it no longer loads$/, 'versions.did.noLongerLoads'],
  [/^edited and switched on$/, 'versions.did.editedOn'],
  [/^edited and switched off$/, 'versions.did.editedOff'],
  [/^edited: enabled$/, 'versions.did.enabled'],
  [/^edited: dry-run$/, 'versions.did.dryRun'],
  [/^edited: disabled$/, 'versions.did.disabled'],
  [/^restored revision (?<value>\d+)$/, 'versions.did.restored'],
  [/^exception added: (?<value>.*)$/s, 'versions.did.exceptionAdded'],
  [/^exception removed: (?<value>.*)$/s, 'versions.did.exceptionRemoved'],
  [/^updated by a new version of Breakwater$/, 'versions.did.updated'],
  [/^no longer comes with Breakwater$/, 'versions.did.retired'],
  [/^no longer comes with Breakwater: removed$/, 'versions.did.retiredRemoved'],
  [/^no longer comes with Breakwater: kept, as it was edited$/, 'versions.did.retiredKept'],
];

/** What was done to a policy or a rule file, in the reader's language; the server's words where they are not known. */
export function changeText(change: string, t: Translate): string {
  for (const [pattern, key] of changes) {
    const found = pattern.exec(change);
    if (found) return t(key, { value: found.groups?.value ?? '' });
  }
  return change;
}
