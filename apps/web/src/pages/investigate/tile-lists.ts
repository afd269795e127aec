/** The list that shows what a tile counts; tiles without one are best looked at among the events. */
const listsOfTiles: Readonly<Record<string, readonly string[]>> = {
  detections: ['detections'],
  events: ['events'],
  processes: ['processes', 'forks', 'exits', 'crashes'],
  commands: ['commands', 'shells', 'sudo', 'failed-commands', 'from-memory'],
  sessions: ['interactive-commands'],
  connections: [
    ...['bytes-received', 'bytes-sent', 'connections-out', 'connections-in', 'new-peers', 'dns-messages'],
    ...['ssh-logins', 'http-requests', 'http-errors'],
  ],
  files: [
    ...['file-bytes-read', 'file-bytes-written', 'files-opened', 'files-opened-to-write', 'files-created'],
    ...['file-io', 'secrets-opened', 'log-writes', 'log-warnings', 'log-errors'],
  ],
  ports: ['new-ports'],
  deletions: ['files-deleted'],
  privileges: [
    ...['user-changes', 'capability-changes', 'namespaces-entered', 'namespaces-made', 'mounts', 'traced'],
    'kernel-changes',
  ],
  errors: ['failed-calls', 'failed-opens', 'failed-connections'],
};

const byTile = new Map(
  Object.entries(listsOfTiles).flatMap(([list, tiles]) =>
    tiles.map((tile): [string, string] => [tile, list]),
  ),
);

export function listOfTile(tile: string): string | undefined {
  return byTile.get(tile);
}
