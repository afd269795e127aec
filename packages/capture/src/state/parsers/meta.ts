import type { CaptureEvent } from '../../capture-event.ts';
import { decodeText } from '../../text.ts';
import { containerOf } from '../container-record.ts';
import type { Parser, ParserTable } from '../parser.ts';
import type { System } from '../system.ts';

/** Users and groups of containers bear the container's id; those of the machine do not. */
const isOfMachine = (event: CaptureEvent, index: number): boolean => event.text(index) === undefined;

const useradded: Parser = ({ users }, event) => {
  if (!isOfMachine(event, 5)) return;
  const uid = event.u32(0);
  const text = (index: number): string => event.text(index) ?? '';
  users.set(uid, { uid, gid: event.u32(1), name: text(2), home: text(3), shell: text(4) });
};

const userdeleted: Parser = ({ users }, event) => {
  if (isOfMachine(event, 5)) users.delete(event.u32(0));
};

const groupadded: Parser = ({ groups }, event) => {
  if (isOfMachine(event, 2)) groups.set(event.u32(0), { gid: event.u32(0), name: event.text(1) ?? '' });
};

const groupdeleted: Parser = ({ groups }, event) => {
  if (isOfMachine(event, 2)) groups.delete(event.u32(0));
};

/** Containers are told of beside the system calls, as JSON. */
const asyncevent: Parser = (system, event) => {
  if (event.text(1) === 'container') learnContainer(system, event, 2);
};

const containerJson: Parser = (system, event) => learnContainer(system, event, 0);

function learnContainer({ containers }: System, event: CaptureEvent, index: number): void {
  const container = containerOf(decodeText(event.bytes, event.offset(index), event.length(index)));
  if (container !== undefined) containers.set(container.id, container);
}

export const metaParsers: ParserTable = {
  enter: { useradded, userdeleted, groupadded, groupdeleted, asyncevent, container: containerJson },
};
