import type { CaptureRecord, Extracts } from './capture-record.ts';

const unknown = '<NA>';
const none = 0xffff_ffff;

interface User {
  readonly name: string;
  readonly home: string;
  readonly shell: string;
}

/** Of a container only those users are known that events told of; 0 is root everywhere. */
function userOf({ system }: CaptureRecord): User | undefined {
  const { thread } = system;
  if (thread === undefined) return undefined;
  const { uid, container } = thread;
  const known = system.identitiesOf(container).users.get(uid);
  if (known !== undefined) return known;
  const isRoot = uid === 0;
  return { name: isRoot ? 'root' : unknown, home: isRoot ? '/root' : unknown, shell: unknown };
}

function groupName({ system }: CaptureRecord): string | undefined {
  const { thread } = system;
  if (thread === undefined) return undefined;
  const known = system.identitiesOf(thread.container).groups.get(thread.gid);
  return known?.name ?? (thread.gid === 0 ? 'root' : unknown);
}

function loginName({ system }: CaptureRecord): string | undefined {
  const { thread } = system;
  if (thread === undefined) return undefined;
  const known = system.identitiesOf(thread.container).users.get(thread.loginuid);
  return known?.name ?? (thread.loginuid === 0 ? 'root' : unknown);
}

/** Values of the fields of the user and group that a thread runs as. */
export const identityValues: Extracts = {
  'user.uid': ({ system: { thread } }) => thread?.uid,
  'group.gid': ({ system: { thread } }) => thread?.gid,
  'user.loginuid': ({ system: { thread } }) => {
    if (thread === undefined) return undefined;
    return thread.loginuid === none ? -1 : thread.loginuid;
  },
  'user.name': (record) => userOf(record)?.name,
  'user.homedir': (record) => userOf(record)?.home,
  'user.shell': (record) => userOf(record)?.shell,
  'user.loginname': loginName,
  'group.name': groupName,
};
