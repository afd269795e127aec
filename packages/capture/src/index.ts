export { CaptureEvent } from './capture-event.ts';
export { CaptureProblem } from './capture-problem.ts';
export { type CaptureHandler, CaptureReader, type CaptureSummary } from './capture-reader.ts';
export { EventTimes } from './event-times.ts';
export { type CaptureLimits, defaultCaptureLimits } from './limits.ts';
export type { DescriptorEntry, DescriptorType } from './lists/descriptors.ts';
export type { InterfaceEntry } from './lists/interfaces.ts';
export type { MachineInfo } from './lists/machine.ts';
export type { ProcessEntry } from './lists/processes.ts';
export type { GroupEntry, UserEntry } from './lists/users.ts';
export {
  type EventType,
  eventFlag,
  eventTypes,
  type Flag,
  type NumberFormat,
  type Parameter,
  type ParameterType,
  syscallNames,
} from './schema/schema.ts';
export { addressText, type SocketAddress, type SocketTuple } from './state/address.ts';
export { containerOfCgroups } from './state/cgroup-container.ts';
export type { Container, ContainerMount } from './state/containers.ts';
export {
  type Descriptor,
  type Endpoint,
  isSocket,
  l4Names,
  protocolOf,
  typeCharOf,
} from './state/descriptor.ts';
export { directoryBase, workingDirectory } from './state/directories.ts';
export { changesState } from './state/parsers/index.ts';
export { joinPath } from './state/paths.ts';
export { networkOf } from './state/peers.ts';
export { addressOf, tupleOf, tupleText, unixName } from './state/socket-parameters.ts';
export { System } from './state/system.ts';
export { readTask, type Task } from './state/task.ts';
export { exeFlag, isInPidNamespace, type Thread } from './state/thread.ts';
export type { StateLimits } from './state/threads.ts';
export { decodeText, decodeTexts } from './text.ts';
export { CaptureWriter, type EventToWrite } from './write/capture-writer.ts';
export { eventTypeOf, type ParameterValue, parametersOf } from './write/parameters.ts';
