import { InvalidArgumentError } from 'commander';

export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** `127.0.0.1:9779` or `[::1]:9779`. */
export function listenAddressOf(text: string): ListenAddress {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError('HOST:PORT is expected, such as 127.0.0.1:9779.');
  return { host, port: Number(port) };
}

const unitMs = { s: 1_000, m: 60_000 };
const longestMs = 3_600_000;

/** `30s` or `2m` in milliseconds, from a second to an hour. */
export function intervalOf(text: string): number {
  const [, count, unit] = /^(\d{1,4})(s|m)$/.exec(text) ?? [];
  const ms = Number(count) * unitMs[unit === 'm' ? 'm' : 's'];
  if (ms >= unitMs.s && ms <= longestMs) return ms;
  throw new InvalidArgumentError('a time from 1s to 60m is expected, such as 30s.');
}

/** An address of http or https without a password in it. */
export function webAddressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('an address of http or https is expected.');
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('an address without user and password is expected.');
  return url;
}
