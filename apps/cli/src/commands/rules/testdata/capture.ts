import { CaptureWriter, eventTypeOf, parametersOf } from '@breakwater/capture';

/** The bytes of a capture in which one process executes the programs, one after the other. */
export function captureOf(programs: readonly string[]): Buffer {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  const type = eventTypeOf('execve', false);
  if (type === undefined) throw new Error('there is no event execve');
  writer.section();
  writer.machine({ cpus: 1, memoryBytes: 1, maxPid: 1, hostname: 'h', bootTime: 1_700_000_000_000_000_000n });
  for (const [index, name] of programs.entries()) {
    const parameters = parametersOf(type, {
      res: 0n,
      exe: name,
      args: ['a', 'b'],
      tid: 10n,
      pid: 10n,
      ptid: 1n,
      comm: name,
      pidns_init_start_ts: 0n,
    });
    writer.event({ time: 1_700_000_000_000_000_000n + BigInt(index), tid: 10, code: type.code, parameters });
  }
  return Buffer.concat(parts);
}
