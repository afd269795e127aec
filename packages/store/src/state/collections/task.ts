import type { Place } from '@breakwater/model';
import type { ScopedCollection } from '../collection.ts';
import { placeColumns, sampleColumn } from '../columns.ts';

/** An ECS task as its newest state change tells it. */
export interface StoredTask {
  readonly taskArn: string;
  /** `detail.version` of the state change: a lower one never replaces a higher one. */
  readonly detailVersion: number;
  readonly place: Place;
  readonly family?: string;
  readonly lastStatus: string;
  readonly desiredStatus?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** The exit code that explains the stop. */
  readonly exitCode?: number;
  /** Nobody needs to look: somebody or something wanted the task to stop, or it still runs. */
  readonly isExpected: boolean;
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  /** The life line and everything else, as the tasks package makes it. */
  readonly record: unknown;
  readonly isSample: boolean;
}

export const tasks: ScopedCollection<StoredTask> = {
  kind: 'scoped',
  name: 'tasks',
  key: (task) => task.taskArn,
  columns: {
    ...placeColumns<StoredTask>(),
    family: { type: 'text', value: (task) => task.family },
    lastStatus: { type: 'text', value: (task) => task.lastStatus, isRequired: true },
    desiredStatus: { type: 'text', value: (task) => task.desiredStatus },
    stopCode: { type: 'text', value: (task) => task.stopCode },
    stoppedReason: { type: 'text', value: (task) => task.stoppedReason },
    exitCode: { type: 'integer', value: (task) => task.exitCode },
    isExpected: { type: 'boolean', value: (task) => task.isExpected, isRequired: true },
    createdAt: { type: 'time', value: (task) => task.createdAt },
    startedAt: { type: 'time', value: (task) => task.startedAt },
    stoppedAt: { type: 'time', value: (task) => task.stoppedAt },
    isSample: sampleColumn(),
  },
};
