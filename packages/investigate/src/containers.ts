import type { System } from '@breakwater/capture';

/** A container whose processes made events. */
export interface ContainerFacts {
  /** From 1; 0 stands for the machine itself. */
  readonly number: number;
  readonly id: string;
  name: string;
  image: string;
  /** ECS: the task that it belongs to. */
  task: string;
  events: number;
}

const most = 65_535;

/** Containers by number. */
export class ContainerTable {
  readonly #byId = new Map<string, ContainerFacts>();
  readonly #all: ContainerFacts[] = [];
  dropped = 0;

  /** The number of the container that a thread is in; 0: it is in none, or there was no room. */
  numberOf(id: string, system: System): number {
    if (id === '') return 0;
    let facts = this.#byId.get(id);
    if (facts === undefined) {
      if (this.#all.length >= most) {
        this.dropped += 1;
        return 0;
      }
      facts = { number: this.#all.length + 1, id, name: '', image: '', task: '', events: 0 };
      this.#byId.set(id, facts);
      this.#all.push(facts);
    }
    // What a runtime says of a container often comes after its first events.
    if (facts.name === '') {
      const known = system.containers.get(id);
      facts.name = known?.name ?? '';
      facts.image = known?.image ?? '';
      facts.task = known?.task ?? '';
    }
    return facts.number;
  }

  /** An event of a process in the container. */
  count(number: number): void {
    const facts = this.#all[number - 1];
    if (facts !== undefined) facts.events += 1;
  }

  get(number: number): ContainerFacts | undefined {
    return this.#all[number - 1];
  }

  values(): readonly ContainerFacts[] {
    return this.#all;
  }
}
