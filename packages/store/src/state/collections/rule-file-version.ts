import { keyOf, type LogCollection } from '../collection.ts';
import type { StoredRuleFile } from './rule-file.ts';

/** One state that a rule file had. Kept for good, also when the file is deleted. */
export interface StoredRuleFileVersion {
  readonly fileId: string;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  /** What was done: `created`, `edited`, `switched off` … */
  readonly change: string;
  readonly file: StoredRuleFile;
}

export const ruleFileVersions: LogCollection<StoredRuleFileVersion> = {
  kind: 'log',
  name: 'rule-file-versions',
  key: (version) => keyOf(version.fileId, String(version.revision)),
  columns: {
    fileId: { type: 'text', value: (version) => version.fileId, isRequired: true },
    revision: { type: 'integer', value: (version) => version.revision, isRequired: true },
  },
};
