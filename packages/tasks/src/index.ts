export { type Diagnosis, diagnose, type Evidence, failingContainer } from './diagnose.ts';
export { describeExitCode } from './exit-code.ts';
export { type LifeLineEntry, lifeLine } from './life-line.ts';
export { type ContainerState, readTaskState, type TaskState, TaskStateError } from './task-state.ts';
