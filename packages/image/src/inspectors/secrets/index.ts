import type { FileInspector, InspectedFinding } from '../../layer/file-inspector.ts';
import { findAssignments } from './assignments.ts';
import { inspectCredentialFile } from './credential-files.ts';
import { describeSecret } from './describe-secret.ts';
import { findSecrets } from './find-secrets.ts';
import { createLineCounter } from './line-counter.ts';
import { bytesToRead, isBinary } from './select-file.ts';

/** Findings of one file that are told one by one. */
const maxFindings = 50;

/** Keys, tokens and passwords in the text files of every layer. No finding holds more of one than what all of its kind have. */
export const secrets: FileInspector = {
  name: 'secrets',
  version: 2,
  wants: ({ type, path, size }) => (type === 'file' ? bytesToRead(path, size) : 0),
  inspect({ path, size }, content) {
    const ofFile = inspectCredentialFile(path, content);
    if (isBinary(content)) return ofFile;
    const { secrets: found, isComplete } = findSecrets(content);
    const lineAt = createLineCounter(content);
    const seen = new Set<string>();
    const findings: InspectedFinding[] = [];
    for (const secret of [...found, ...findAssignments(path, content, found)].sort(
      (a, b) => a.start - b.start,
    )) {
      const key = `${secret.rule.id} ${Buffer.from(content.subarray(secret.start, secret.end)).toString('latin1')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      findings.push(describeSecret(secret, content, lineAt(secret.start)));
    }
    const all = limit([...findings, ...(findings.length === 0 ? ofFile : [])], isComplete);
    return size > content.length && content.length > 0 ? [...all, partlyRead(size, content.length)] : all;
  },
};

function partlyRead(size: number, read: number): InspectedFinding {
  return {
    kind: 'secret',
    checkId: 'secret-partly-read',
    title: 'A large text file was searched for secrets in part',
    severity: 'info',
    evidence: `the first ${read} of ${size} bytes were searched`,
    remediation: 'Keep logs, dumps and data out of the image; give them to the task when it runs.',
  };
}

function limit(findings: readonly InspectedFinding[], isComplete: boolean): readonly InspectedFinding[] {
  if (isComplete && findings.length <= maxFindings) return findings;
  const rest = findings.length - maxFindings;
  const evidence =
    rest > 0 ? `${rest} more in this file are not listed` : 'the file has too many places that look like one';
  return [
    ...findings.slice(0, maxFindings),
    {
      kind: 'secret',
      checkId: 'secret-limit',
      title: 'The file holds more secrets than are listed',
      severity: 'medium',
      evidence,
      remediation: 'Look through the file as a whole, and keep it out of the image.',
    },
  ];
}
