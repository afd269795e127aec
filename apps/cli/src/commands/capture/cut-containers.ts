import { type CaptureHandler, System, type Task } from '@breakwater/capture';
import { CommandError } from '../../exit-code.ts';
import { printable } from '../../terminal/printable.ts';

const maxContainers = 65_536;
const maxListed = 10;
const host = 'host';

/** Gathers the containers of a capture: their names may be told of after their first events. */
export class ContainerNames {
  readonly #system: System;
  readonly #names = new Map<string, string>();

  /** `tasks`: what ECS said of tasks, beside the capture. */
  constructor(tasks: readonly Task[]) {
    this.#system = new System({}, tasks);
  }

  handler(): CaptureHandler {
    const system = this.#system;
    const state = system.handler();
    return {
      ...state,
      onSection: () => {
        this.#nameAll();
        state.onSection?.();
      },
      onEvent: (event) => {
        system.before(event);
        const id = system.thread?.container ?? '';
        if (id !== '' && (this.#names.get(id) ?? '') === '') this.#learn(id);
        system.after();
      },
    };
  }

  /**
   * Ids of the containers that are meant: by id, the begin of one, or name.
   * @throws CommandError when one is none of the capture's
   */
  idsOf(texts: readonly string[]): ReadonlySet<string> {
    this.#nameAll();
    const ids = new Set<string>();
    for (const text of texts) {
      const found = text === host ? [host] : this.#matching(text);
      if (found.length === 0) throw new CommandError(this.#unknown(text));
      for (const id of found) ids.add(id);
    }
    return ids;
  }

  #matching(text: string): readonly string[] {
    const byName = [...this.#names].filter(([, name]) => name === text).map(([id]) => id);
    if (byName.length > 0) return byName;
    // Ids are shown short; a long one that begins with one of them is the same.
    const isId = (id: string): boolean =>
      id.startsWith(text) || (/^[0-9a-f]{64}$/.test(text) && text.startsWith(id));
    return [...this.#names.keys()].filter(isId);
  }

  #learn(id: string): void {
    const name = this.#system.containers.get(id)?.name ?? '';
    if (this.#names.has(id) || this.#names.size < maxContainers) this.#names.set(id, name);
  }

  /** Those that were told of after their last event. */
  #nameAll(): void {
    for (const [id, name] of this.#names) if (name === '') this.#learn(id);
  }

  #unknown(text: string): string {
    const known = [...this.#names].map(([id, name]) => (name === '' ? id : `${name} (${id})`));
    const list = known.slice(0, maxListed).join(', ');
    const more = known.length > maxListed ? ` and ${known.length - maxListed} more` : '';
    const there = known.length === 0 ? 'the capture has no containers' : `it has ${list}${more}`;
    return printable(`--container ${text}: no such container in the capture; ${there}`);
  }
}
