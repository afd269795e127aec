import { serveByApache } from './apache.ts';
import { buildImage, compileInJob } from './build.ts';
import { runDatabase } from './database.ts';
import { serveByJava } from './java.ts';
import { runBatch } from './jobs.ts';
import { serveByNginx } from './nginx.ts';
import { serveByNode } from './node.ts';
import { serveByPython } from './python.ts';
import { createRecorder, type SyscallRecord } from './recorder.ts';
import { runSidecars } from './sidecars.ts';

export type { SyscallRecord } from './recorder.ts';

const startedAt = 1_772_443_800_000_000_000n;
const requests = 900;

/** A morning of ordinary containers: web servers, builds, jobs, a database, sidecars. No rule of ours may fire on it. */
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
  runSidecars(record);
  return record.records;
}
