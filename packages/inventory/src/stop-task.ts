import { StopTaskCommand } from '@aws-sdk/client-ecs';
import type { Connection } from './connection.ts';
import { explainFailure, failureKind, InventoryError } from './failure.ts';

/** A task as its events name it. */
export interface TaskToStop {
  readonly region: string;
  readonly cluster: string;
  /** Id or ARN. */
  readonly task: string;
  /** Shown by ECS as the reason; at most 255 characters are kept. */
  readonly reason: string;
}

const maxReason = 255;

/**
 * Stops a task; takes the right `ecs:StopTask`. Resolves to what ECS wants of it now: `STOPPED`.
 * @throws StopTaskFailed, which says whether trying again is of no use
 */
export async function stopTask(
  connection: Connection,
  { region, cluster, task, reason }: TaskToStop,
  signal: AbortSignal,
): Promise<string> {
  const { ecs } = connection.clients(region, signal);
  try {
    const answer = await ecs.send(new StopTaskCommand({ cluster, task, reason: reason.slice(0, maxReason) }));
    return answer.task?.desiredStatus ?? 'STOPPED';
  } catch (error) {
    signal.throwIfAborted();
    throw new StopTaskFailed(explainFailure(error, 'ecs:StopTask'), isPermanent(error), { cause: error });
  }
}

/** The task was not stopped. */
export class StopTaskFailed extends InventoryError {
  readonly isPermanent: boolean;

  constructor(message: string, permanent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isPermanent = permanent;
  }
}

function isPermanent(error: unknown): boolean {
  const kind = failureKind(error);
  if (kind === 'denied' || kind === 'gone' || kind === 'disabled') return true;
  return error instanceof Error && /^(InvalidParameter|Client)Exception$/.test(error.name);
}
