import { addressOf, tupleOf } from '@breakwater/capture';
import type { CaptureRecord } from './capture-record.ts';

/** A socket address or tuple as text: `10.0.0.1:4000->10.0.0.2:443`, `10.0.0.2:443`, a path. */
export function socketText({ event }: CaptureRecord, index: number, type: 'sockaddr' | 'socktuple'): string {
  if (type === 'sockaddr') {
    const address = addressOf(event, index);
    if (address === undefined) return '';
    return address.kind === 'unix' ? address.path : `${address.endpoint.address}:${address.endpoint.port}`;
  }
  const tuple = tupleOf(event, index);
  if (tuple === undefined) return '';
  if (tuple.kind === 'unix') {
    return `${tuple.source.toString(16)}->${tuple.destination.toString(16)} ${tuple.path}`;
  }
  const { source, destination } = tuple;
  return `${source.address}:${source.port}->${destination.address}:${destination.port}`;
}
