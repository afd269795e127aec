import type { Descriptor } from './descriptor.ts';

/** Numbers below lie in an array: they are given again and again, which a map takes badly. */
const denseLimit = 1024;

/** The descriptors of a process by their number. */
export class DescriptorTable {
  readonly #dense: (Descriptor | undefined)[] = [];
  #others: Map<number, Descriptor> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(fd: number): Descriptor | undefined {
    return isDense(fd) ? this.#dense[fd] : this.#others?.get(fd);
  }

  has(fd: number): boolean {
    return this.get(fd) !== undefined;
  }

  set(fd: number, descriptor: Descriptor): void {
    if (this.get(fd) === undefined) this.#size += 1;
    if (!isDense(fd)) {
      this.#others ??= new Map();
      this.#others.set(fd, descriptor);
      return;
    }
    while (this.#dense.length < fd) this.#dense.push(undefined);
    this.#dense[fd] = descriptor;
  }

  delete(fd: number): void {
    if (this.get(fd) === undefined) return;
    this.#size -= 1;
    if (isDense(fd)) this.#dense[fd] = undefined;
    else this.#others?.delete(fd);
  }

  *values(): Generator<Descriptor, void, undefined> {
    for (const [, descriptor] of this) yield descriptor;
  }

  *[Symbol.iterator](): Generator<readonly [number, Descriptor], void, undefined> {
    for (const [fd, descriptor] of this.#dense.entries())
      if (descriptor !== undefined) yield [fd, descriptor];
    if (this.#others !== undefined) yield* this.#others;
  }
}

function isDense(fd: number): boolean {
  return fd >= 0 && fd < denseLimit && Number.isInteger(fd);
}
