import type { Severity } from '@breakwater/model';
import type { FileInspector, InspectedFinding } from '../../layer/file-inspector.ts';
import type { LayerEntry } from '../../layer/layer-entry.ts';
import { isUsualSetuid, leadsToRoot } from './usual-setuid.ts';

const setuidBit = 0o4000;
const setgidBit = 0o2000;
const stickyBit = 0o1000;
const writableByAll = 0o002;
const executable = 0o111;

const setuidControls = ['cis-docker-1.6/4.8'];

/** Programs that run with the rights of their owner, and what anybody may write to: told by the mode in the layer. */
export const fileModes: FileInspector = {
  name: 'file-modes',
  version: 2,
  wants: () => 0,
  inspect: (entry) => [...judgeSetId(entry), ...judgeWritable(entry)],
};

/** CIS Docker 4.8. The bits mean something only on a file that can be executed. */
function judgeSetId({ path, type, mode }: LayerEntry): readonly InspectedFinding[] {
  if (type !== 'file' || (mode & executable) === 0) return [];
  const bits: readonly (readonly ['setuid' | 'setgid', boolean])[] = [
    ['setuid', (mode & setuidBit) !== 0],
    ['setgid', (mode & setgidBit) !== 0],
  ];
  return bits.flatMap(([kind, isSet]) => {
    if (!isSet) return [];
    const whose = kind === 'setuid' ? 'owner' : 'group';
    return [
      {
        kind,
        checkId: `file-${kind}`,
        title: `The program runs with the rights of its ${whose} (${kind})`,
        severity: severityOfSetId(path, kind),
        evidence: `mode ${octal(mode)}; ${isUsualSetuid(path) ? 'distributions install it like this' : 'no distribution is known to install it like this'}`,
        remediation: `Take the bit away in the Dockerfile ("chmod ${kind === 'setuid' ? 'u-s' : 'g-s'} /${path}") in the layer that brings the file, or leave the package out.`,
        controls: setuidControls,
      },
    ];
  });
}

function severityOfSetId(path: string, kind: 'setuid' | 'setgid'): Severity {
  if (kind === 'setuid' && leadsToRoot(path)) return 'critical';
  if (isUsualSetuid(path)) return 'low';
  return kind === 'setuid' ? 'high' : 'medium';
}

/** What is on the search path of programs, or read by them as configuration. */
const trustedFolder = /^(?:(?:usr\/(?:local\/)?)?(?:s?bin|lib|lib64|libexec)|etc|root)(?:\/|$)/;
const sharedFolder = /^(?:tmp|var\/tmp|var\/lock|run\/lock|var\/spool\/(?:mail|cron)|dev|proc|sys)(?:\/|$)/;

function judgeWritable({ path, type, mode }: LayerEntry): readonly InspectedFinding[] {
  if ((type !== 'file' && type !== 'directory') || (mode & writableByAll) === 0) return [];
  if (type === 'directory' && (mode & stickyBit) !== 0) return [];
  const isShared = sharedFolder.test(path);
  if (isShared && type === 'file' && (mode & executable) === 0) return [];
  if (isShared && type === 'directory' && !/^(?:tmp|var\/tmp)$/.test(path)) return [];
  const isTrusted = trustedFolder.test(path);
  const what = type === 'directory' ? 'folder' : (mode & executable) === 0 ? 'file' : 'program';
  const severity: Severity = isTrusted ? 'high' : what === 'file' ? 'low' : 'medium';
  const remedy =
    type === 'directory'
      ? `"chmod o-w /${path}", or "chmod +t" where several users must write there`
      : `"chmod o-w /${path}", or COPY --chmod`;
  return [
    {
      kind: 'world-writable',
      checkId: type === 'directory' ? 'file-world-writable-folder' : 'file-world-writable',
      title: `Every user may ${type === 'directory' ? 'replace what is in' : 'change'} the ${what}`,
      severity,
      evidence: `mode ${octal(mode)}${type === 'directory' ? ', without the sticky bit' : ''}${isTrusted ? '; programs trust what is there' : ''}`,
      remediation: `In the layer that brings it: ${remedy}.`,
    },
  ];
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
