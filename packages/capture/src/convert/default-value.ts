import type { ParameterType } from '../schema/schema.ts';

const none: readonly number[] = [0xff, 0xff, 0xff, 0xff];

const sizes: Readonly<Partial<Record<ParameterType, number>>> = {
  int8: 1,
  uint8: 1,
  sigtype: 1,
  l4proto: 1,
  sockfamily: 1,
  flags8: 1,
  enumflags8: 1,
  int16: 2,
  uint16: 2,
  port: 2,
  syscallid: 2,
  flags16: 2,
  enumflags16: 2,
  int32: 4,
  uint32: 4,
  bool: 4,
  mode: 4,
  sigset: 4,
  ipv4addr: 4,
  fd32: 4,
  pid32: 4,
  flags32: 4,
  enumflags32: 4,
  int64: 8,
  uint64: 8,
  errno: 8,
  fd: 8,
  pid: 8,
  reltime: 8,
  abstime: 8,
  double: 8,
};

/** What a parameter holds that nothing is known of: zeros, no user, or no bytes where the length is free. */
export function defaultOf(type: ParameterType): Uint8Array {
  return type === 'uid' || type === 'gid' ? new Uint8Array(none) : new Uint8Array(sizes[type] ?? 0);
}
