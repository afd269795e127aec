import type { FieldValue } from '@breakwater/model';
import { bytesOf } from '../check/constant.ts';
import type { TypedTransformer } from '../check/typed.ts';
import { asciiLower, asciiUpper } from './ascii-case.ts';
import { getOptions } from './get-options.ts';
import type { Extract } from './pass.ts';

/** The value of a transformer; undefined when an operand is missing or cannot be transformed. */
export function compileTransformer(transformer: TypedTransformer, operands: readonly Extract[]): Extract {
  const [first, second] = operands;
  const missing: Extract = () => undefined;
  if (first === undefined) return missing;
  switch (transformer.name) {
    case 'tolower':
      return overTexts(first, asciiLower);
    case 'toupper':
      return overTexts(first, asciiUpper);
    case 'basename':
      return overTexts(first, (text) => text.slice(text.lastIndexOf('/') + 1));
    case 'b64':
      return overTexts(first, transformer.type === 'bytes' ? decodeBytes : decodeText);
    case 'len': {
      const isBytes = transformer.operands[0]?.type === 'bytes';
      return (event) => {
        const value = first(event);
        if (value === undefined) return undefined;
        if (Array.isArray(value)) return value.length;
        return isBytes ? String(value).length : Buffer.byteLength(String(value));
      };
    }
    case 'join':
      return (event) => {
        const separator = first(event);
        const list = second?.(event);
        return separator === undefined || !Array.isArray(list) ? undefined : list.join(String(separator));
      };
    case 'concat':
      return (event) => {
        let text = '';
        for (const operand of operands) {
          const value = operand(event);
          if (value === undefined) return undefined;
          text += String(value);
        }
        return text;
      };
    case 'getopt':
      return (event) => {
        const args = first(event);
        const options = second?.(event);
        if (!Array.isArray(args) || typeof options !== 'string') return undefined;
        return getOptions(args.map(String), options, transformer.argument);
      };
  }
}

function overTexts(operand: Extract, transform: (text: string) => string | undefined): Extract {
  return (event): FieldValue | undefined => {
    const value = operand(event);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return transform(String(value));
    const texts: string[] = [];
    for (const element of value) {
      const text = transform(String(element));
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return texts;
  };
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function decodeBase64(text: string): Buffer | undefined {
  const body = text.replace(/=+$/, '');
  if (!base64.test(text) || body.length % 4 === 1) return undefined;
  return Buffer.from(body, 'base64');
}

function decodeText(text: string): string | undefined {
  return decodeBase64(text)?.toString('utf8');
}

function decodeBytes(bytes: string): string | undefined {
  return decodeBase64(bytesOf(bytes))?.toString('latin1');
}
