type Encoding = 'utf8' | 'latin1' | 'hex' | 'base64';

/** The part of Node's `Buffer` that the rule language uses. */
export class BufferStandIn extends Uint8Array {
  static override from(
    source: string | Iterable<number> | ArrayLike<number>,
    encoding?: unknown,
  ): BufferStandIn {
    const bytes =
      typeof source === 'string' ? bytesOf(source, encoding as Encoding | undefined) : [...iterated(source)];
    const buffer = new BufferStandIn(bytes.length);
    buffer.set(bytes);
    return buffer;
  }

  static byteLength(text: string, encoding?: Encoding): number {
    return bytesOf(text, encoding).length;
  }

  static concat(parts: readonly Uint8Array[]): BufferStandIn {
    const all = new BufferStandIn(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  override toString(encoding: Encoding = 'utf8'): string {
    if (encoding === 'utf8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this);
    if (encoding === 'hex') return [...this].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    let text = '';
    for (const byte of this) text += String.fromCharCode(byte);
    return encoding === 'base64' ? btoa(text) : text;
  }
}

function iterated(source: Iterable<number> | ArrayLike<number>): Iterable<number> {
  return Symbol.iterator in source ? source : Array.from(source);
}

function bytesOf(text: string, encoding: Encoding = 'utf8'): Uint8Array {
  switch (encoding) {
    case 'utf8':
      return new TextEncoder().encode(text);
    case 'latin1':
      return Uint8Array.from(text, (character) => character.charCodeAt(0));
    case 'hex':
      return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
    case 'base64': {
      const body = text.replace(/=+$/, '');
      return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    }
  }
}
