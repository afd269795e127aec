import type { FileFinding, FileFindingKind } from '@breakwater/model';
import { boolean, count, oneOf, someOf, texts } from '../field.ts';
import type { GateKind, Violation } from '../gate-kind.ts';
import type { FileGate } from '../image-policy.ts';
import { matchesWildcard } from '../wildcard.ts';
import { layerFilter } from './layer-side.ts';
import { hasSeverity, severityConditions, severityFields } from './severity-filter.ts';

const kinds: readonly FileFindingKind[] = [
  'secret',
  'setuid',
  'setgid',
  'world-writable',
  'empty-password',
  'malware',
];

export const files: GateKind<FileGate> = {
  type: 'files',
  about: 'Finds each secret, setuid file and the like that meets all conditions given.',
  nouns: ['finding in files', 'findings in files'],
  fields: {
    ...severityFields,
    kinds: someOf(kinds, 'What kind of thing it is.'),
    checks: texts('Ids of what found it: `secret-*`.'),
    paths: texts('Only at these paths, without a leading slash.'),
    exceptPaths: texts('Not at these paths.'),
    deleted: boolean('True: only what a later layer deletes. False: only what is still there.'),
    layer: oneOf(['base', 'own'], 'Only in layers of the base image, or only in others.'),
    onlyIfExamined: boolean('True: nothing is said of an image whose files nobody examined: an SBOM.'),
    moreThan: count(1_000_000, 'So many may be there.'),
  },
  judge: (gate, image) => {
    const { fileFindings } = image.report;
    if (fileFindings === undefined) {
      const undecided = gate.onlyIfExamined === true ? [] : ['the files of the image were not examined'];
      return { violations: [], undecided };
    }
    const side = layerFilter(gate.layer, image);
    const found = fileFindings.filter((finding) => isFound(gate, finding) && side.includes(finding.layer));
    return {
      violations: found.map(toViolation),
      conditions: [...severityConditions(gate), ...(gate.kinds === undefined ? [] : [gate.kinds.join(', ')])],
      undecided: side.undecided,
    };
  },
};

function isFound(gate: FileGate, finding: FileFinding): boolean {
  const { path, checkId } = finding;
  if (!hasSeverity(gate, finding.severity)) return false;
  if (gate.kinds !== undefined && !gate.kinds.includes(finding.kind)) return false;
  if (gate.deleted !== undefined && gate.deleted !== finding.isDeleted) return false;
  if (gate.checks !== undefined && !gate.checks.some((id) => matchesWildcard(id, checkId))) return false;
  if (gate.exceptPaths?.some((pattern) => matchesWildcard(pattern, path)) === true) return false;
  return gate.paths === undefined || gate.paths.some((pattern) => matchesWildcard(pattern, path));
}

function toViolation({ kind, checkId, title, path, line, isDeleted, remediation }: FileFinding): Violation {
  const place = line === undefined ? path : `${path}:${line}`;
  const remark = isDeleted ? ', deleted by a later layer but still pulled' : '';
  return {
    subject: { kind: 'file', check: checkId, isSecret: kind === 'secret', path },
    text: `${checkId} in ${place} (${title}${remark})`,
    fix: remediation,
  };
}
