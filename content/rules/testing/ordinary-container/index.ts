import { createRecorder, type SyscallRecord } from './recorder.ts';
import { serveByApache, serveByJava, serveByNginx, serveByNode, serveByPython } from './servers.ts';
import { buildImage, compileInJob, runBatch, runDatabase } from './work.ts';

export type { SyscallRecord } from './recorder.ts';

const startedAt = 1_772_443_800_000_000_000n;
const requests = 900;

/** A morning of ordinary containers: web servers, builds, jobs, a database. No rule of ours may fire on it. */
export function ordinaryContainers(): readonly SyscallRecord[] {
  const record = createRecorder(startedAt);
  serveByNginx(record, requests);
  serveByNode(record, requests);
  serveByPython(record, requests);
  serveByJava(record, requests);
  serveByApache(record, requests);
  buildImage(record);
  compileInJob(record);
  runBatch(record);
  runDatabase(record);
  return record.records;
}
