import type { CaptureEvent } from '../../capture-event.ts';
import { decodeText } from '../../text.ts';
import { restoreState, stateRecordName } from '../../write/cut/state-record.ts';
import { containerOf } from '../container-record.ts';
import type { Parser, ParserTable } from '../parser.ts';
import type { Identities, System } from '../system.ts';

/** Users, or groups, of the machine or of one container. */
const maxIdentities = 65_536;

/** Users and groups of containers bear the container's id; those of the machine do not. */
function ownerOf(system: System, event: CaptureEvent, index: number): Identities {
  const container = event.text(index) ?? '';
  return system.identitiesOf(container === 'host' ? '' : container);
}

/** Beyond the limit who is new is not added, and counted. */
function remember<T>(system: System, known: Map<number, T>, id: number, one: T): void {
  if (known.size >= maxIdentities && !known.has(id)) system.droppedIdentities += 1;
  else known.set(id, one);
}

const useradded: Parser = (system, event) => {
  const uid = event.u32(0);
  const text = (index: number): string => event.text(index) ?? '';
  const user = { uid, gid: event.u32(1), name: text(2), home: text(3), shell: text(4) };
  remember(system, ownerOf(system, event, 5).users, uid, user);
};

const userdeleted: Parser = (system, event) => {
  ownerOf(system, event, 5).users.delete(event.u32(0));
};

const groupadded: Parser = (system, event) => {
  const gid = event.u32(0);
  const name = event.text(1) ?? '';
  remember(system, ownerOf(system, event, 2).groups, gid, { gid, name });
};

const groupdeleted: Parser = (system, event) => {
  ownerOf(system, event, 2).groups.delete(event.u32(0));
};

/** Containers are told of beside the system calls, as JSON. */
const asyncevent: Parser = (system, event) => {
  const name = event.text(1);
  if (name === 'container') learnContainer(system, event, 2, true);
  else if (name === 'container_removed') learnContainer(system, event, 2, false);
  else if (name === stateRecordName && event.isStateOnly) restoreState(system, textOf(event, 2));
};

const containerJson: Parser = (system, event) => learnContainer(system, event, 0, true);

function textOf(event: CaptureEvent, index: number): string {
  return decodeText(event.bytes, event.offset(index), event.length(index));
}

function learnContainer(system: System, event: CaptureEvent, index: number, isThere: boolean): void {
  const container = containerOf(textOf(event, index));
  if (container === undefined) return;
  if (isThere) system.containers.set(container, event.length(index));
  else system.containers.forget(container.id);
  system.told = { number: event.number, container };
}

export const metaParsers: ParserTable = {
  enter: { useradded, userdeleted, groupadded, groupdeleted, asyncevent, container: containerJson },
};
