import { decompressed, streamFile } from '@breakwater/sources';
import { printable } from '../../terminal/printable.ts';

/** How a capture is named that comes on standard input. */
export const standardInput = '-';

/** The bytes of a capture: of a file, or of standard input for `-`. What lies behind a capture and is ignored is told. */
export function captureBytes(path: string): AsyncGenerator<Uint8Array> {
  const warn = (text: string): void => {
    process.stderr.write(`warning: ${printable(path)}: ${printable(text)}\n`);
  };
  return path === standardInput ? decompressed(process.stdin, warn) : streamFile(path, warn);
}
