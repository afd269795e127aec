import type { CaptureRecord, Extracts } from './capture-record.ts';

const unknown = '<NA>';
const none = 0xffff_ffff;

function userOf({ system }: CaptureRecord): { name: string; home: string; shell: string } | undefined {
  const { thread, users } = system;
  if (thread === undefined) return undefined;
  return users.get(thread.uid) ?? { name: unknown, home: unknown, shell: unknown };
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
  'user.loginname': ({ system: { thread, users } }) =>
    thread === undefined ? undefined : (users.get(thread.loginuid)?.name ?? unknown),
  'group.name': ({ system: { thread, groups } }) =>
    thread === undefined ? undefined : (groups.get(thread.gid)?.name ?? unknown),
};
