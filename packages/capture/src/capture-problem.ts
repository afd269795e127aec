/** What ends the reading of a capture: why, at which block (from 1) and byte of the decompressed capture. */
export class CaptureProblem extends Error {
  override readonly name = 'CaptureProblem';
  readonly block: number;
  readonly offset: number;

  constructor(message: string, block: number, offset: number) {
    super(`block ${block} at byte ${offset}: ${message}`);
    this.block = block;
    this.offset = offset;
  }
}
