const oddCharacter = /[()"'\s=,]/g;
const privateUse = 0xe000;
const delimiters = ' \t\n\r(),=';

/**
 * Names of lists that are no words, such as `my list`. Falco warns of them and replaces them all the same;
 * here they are spelled with stand-ins of the same length, so that they read as words and places stay true.
 */
export class OddNames {
  readonly #names = new Map<string, string>();
  readonly #byFirst = new Map<string, readonly string[]>();

  constructor(lists: Iterable<string>) {
    for (const name of lists) {
      const word = standIns(name);
      if (word === name) continue;
      this.#names.set(word, name);
      const first = name.charAt(0);
      this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), name]);
    }
  }

  /** The name that a word of an encoded text stands for. */
  nameOf(word: string): string {
    return this.#names.get(word) ?? word;
  }

  /** The text with stand-ins where such a name stands unquoted between blanks, parentheses, `,` or `=`. */
  encode(text: string): string {
    if (this.#names.size === 0) return text;
    const pieces: string[] = [];
    let copied = 0;
    let quote = '';
    for (let index = 0; index < text.length; index += 1) {
      const char = text.charAt(index);
      if (quote !== '') {
        if (char === '\\') index += 1;
        else if (char === quote) quote = '';
        continue;
      }
      const name = isDelimiter(text.charAt(index - 1)) ? this.#nameAt(text, index) : undefined;
      if (name !== undefined) {
        pieces.push(text.slice(copied, index), standIns(name));
        copied = index + name.length;
        index = copied - 1;
      } else if (char === '"' || char === "'") quote = char;
    }
    return pieces.join('') + text.slice(copied);
  }

  #nameAt(text: string, at: number): string | undefined {
    const candidates = this.#byFirst.get(text.charAt(at));
    return candidates?.find(
      (name) => text.startsWith(name, at) && isDelimiter(text.charAt(at + name.length)),
    );
  }
}

function standIns(name: string): string {
  return name.replace(oddCharacter, (char) => String.fromCharCode(privateUse + char.charCodeAt(0)));
}

function isDelimiter(character: string): boolean {
  return character === '' || delimiters.includes(character);
}
