import { addressOf, tupleOf, tupleText, unixName } from '@breakwater/capture';
import type { CaptureRecord } from './capture-record.ts';

/** A socket address or tuple as text: `10.0.0.1:4000->10.0.0.2:443`, `10.0.0.2:443`, a path. */
export function socketText({ event }: CaptureRecord, index: number, type: 'sockaddr' | 'socktuple'): string {
  if (event.length(index) === 0) return type === 'sockaddr' ? '<NA>' : 'NULL';
  if (type === 'sockaddr') {
    const address = addressOf(event, index);
    if (address === undefined) return familyText(event.u8(index));
    return address.kind === 'unix' ? address.path : `${address.text}:${address.endpoint.port}`;
  }
  const tuple = tupleOf(event, index);
  if (tuple === undefined) return familyText(event.u8(index));
  return tuple.kind === 'unix' ? unixName(tuple) : tupleText(tuple);
}

const families: Readonly<Record<number, string>> = { 2: 'INVALID IPv4', 10: 'INVALID IPv6' };

function familyText(family: number): string {
  return families[family] ?? `family ${family}`;
}
