import { everything } from '@breakwater/model';
import { type StateStore, type StateTransaction, type StoredTask, tasks } from '@breakwater/store';
import { diagnose, failingContainer, readTaskState, type TaskState, TaskStateError } from '@breakwater/tasks';
import { refreshPlaces } from '../images/image-results.ts';

/** Folds the task state changes among EventBridge envelopes into the task records: the highest version stays. */
export async function storeTaskStates(
  state: StateStore,
  envelopes: readonly unknown[],
  isSample: boolean,
): Promise<void> {
  const states = envelopes.flatMap(taskStateOf);
  if (states.length === 0) return;
  await state.transaction(async (transaction) => {
    for (const task of states) await storeTaskState(transaction, task, isSample);
  });
}

async function storeTaskState(
  transaction: StateTransaction,
  task: TaskState,
  isSample: boolean,
): Promise<void> {
  const table = transaction.table(tasks, everything);
  const known = await table.get(task.arn);
  if (known !== undefined && known.record.detailVersion >= task.version) return;
  const stored = storedTask(task, isSample);
  await table.put(stored);
  const digest = stored.place.imageDigest;
  if (digest !== undefined && known?.record.place.imageDigest !== digest)
    await refreshPlaces(transaction, digest);
}

function taskStateOf(envelope: unknown): readonly TaskState[] {
  const type = (envelope as Readonly<Record<string, unknown>> | null)?.['detail-type'];
  if (type !== 'ECS Task State Change') return [];
  try {
    return [readTaskState(envelope)];
  } catch (error) {
    // The event itself is kept and can be looked at; it only tells nothing of a task.
    if (error instanceof TaskStateError) return [];
    throw error;
  }
}

function storedTask(task: TaskState, isSample: boolean): StoredTask {
  const exited = failingContainer(task.containers);
  const imageDigest = (exited ?? task.containers[0])?.imageDigest;
  return {
    taskArn: task.arn,
    detailVersion: task.version,
    place: { ...task.place, ...(imageDigest === undefined ? {} : { imageDigest }) },
    family: task.family,
    lastStatus: task.lastStatus,
    ...(task.desiredStatus === undefined ? {} : { desiredStatus: task.desiredStatus }),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    ...(exited?.exitCode === undefined ? {} : { exitCode: exited.exitCode }),
    isExpected: diagnose(task).isExpected,
    ...(task.createdAt === undefined ? {} : { createdAt: task.createdAt }),
    ...(task.startedAt === undefined ? {} : { startedAt: task.startedAt }),
    ...(task.stoppedAt === undefined ? {} : { stoppedAt: task.stoppedAt }),
    record: task,
    isSample,
  };
}
