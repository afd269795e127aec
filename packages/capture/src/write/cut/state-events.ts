import type { GroupEntry, UserEntry } from '../../lists/users.ts';
import { eventTypes } from '../../schema/schema.ts';
import type { Identities, System } from '../../state/system.ts';
import type { CaptureWriter } from '../capture-writer.ts';
import { eventTypeOf, type ParameterValue, parametersOf } from '../parameters.ts';
import type { Redaction } from '../redact/redaction.ts';
import type { Relevance } from './relevance.ts';

const stateOnly = 1;

/** Writes events that readers take for the state alone. */
export class StateEvents {
  readonly #writer: CaptureWriter;
  readonly #time: bigint;
  count = 0;

  constructor(writer: CaptureWriter, time: bigint) {
    this.#writer = writer;
    this.#time = time;
  }

  asynchronous(name: string, data: string): void {
    this.named('asyncevent', { plugin_id: 0, name, data: [data] });
  }

  named(name: string, values: Readonly<Record<string, ParameterValue>>): void {
    const type = eventTypeOf(name, true) ?? eventTypeOf(name) ?? eventTypes[0];
    if (type === undefined) return;
    this.count += 1;
    this.#writer.event({
      time: this.#time,
      tid: 0,
      code: type.code,
      dumpFlags: stateOnly,
      parameters: parametersOf(type, values),
    });
  }
}

/** What was told of containers, and of their users, by events that came before the cut. */
export function writeContainers(
  events: StateEvents,
  system: System,
  relevance: Relevance,
  redaction: Redaction | undefined,
): void {
  const text = (value: string): string => redaction?.text(value) ?? value;
  for (const { id, record, task } of system.containers.values()) {
    // What ECS said stands beside the capture, and is given again with its cut.
    if (!relevance.hasContainer(id) || task !== undefined) continue;
    const json = JSON.stringify({ container: record });
    events.asynchronous('container', redaction?.json(json) ?? json);
  }
  for (const [container, identities] of system.identities) {
    if (relevance.hasContainer(container)) writeIdentities(events, container, identities, text);
  }
}

function writeIdentities(
  events: StateEvents,
  container: string,
  identities: Identities,
  text: (value: string) => string,
): void {
  const { users, groups } = shownIdentities(identities, text);
  for (const { uid, gid, name, home, shell } of users) {
    events.named('useradded', { uid, gid, name, home, shell, container_id: container });
  }
  for (const { gid, name } of groups) events.named('groupadded', { gid, name, container_id: container });
}

/** Users and groups with what is to be hidden hidden. */
export function shownIdentities(
  { users, groups }: Identities,
  text: (value: string) => string,
): { readonly users: readonly UserEntry[]; readonly groups: readonly GroupEntry[] } {
  return {
    users: Array.from(users.values(), (user) => ({
      ...user,
      name: text(user.name),
      home: text(user.home),
      shell: text(user.shell),
    })),
    groups: Array.from(groups.values(), (group) => ({ ...group, name: text(group.name) })),
  };
}
