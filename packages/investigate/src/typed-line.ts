const longest = 4096;
const backspace = new Set([0x08, 0x7f]);
const escapeByte = 0x1b;

/**
 * Puts the keys that a shell reads from a terminal together to lines: a deleted character is gone, keys that move the
 * cursor are left out, so a line that was edited in its middle reads as its keys came.
 */
export class TypedLine {
  #bytes: number[] = [];
  #isEscape = false;
  /** When the first key of the line came. */
  startedAt = 0;
  event = 0;

  /** The lines that these keys complete. */
  add(data: Uint8Array, at: number, event: number): readonly string[] {
    const lines: string[] = [];
    for (const byte of data) {
      if (this.#isEscape) {
        // A sequence ends in a letter or tilde.
        if ((byte >= 0x40 && byte !== 0x5b && byte !== 0x4f) || byte === 0x7e) this.#isEscape = false;
      } else if (byte === escapeByte) this.#isEscape = true;
      else if (byte === 0x0d || byte === 0x0a) {
        lines.push(this.#text());
        this.#bytes = [];
      } else if (backspace.has(byte)) this.#bytes.pop();
      else if ((byte >= 0x20 || byte === 0x09) && this.#bytes.length < longest) {
        if (this.#bytes.length === 0) {
          this.startedAt = at;
          this.event = event;
        }
        this.#bytes.push(byte);
      }
    }
    return lines.filter((line) => line.trim() !== '');
  }

  #text(): string {
    return new TextDecoder().decode(Uint8Array.from(this.#bytes));
  }
}
