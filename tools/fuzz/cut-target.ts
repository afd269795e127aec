import { type CaptureEvent, CaptureReader } from '@breakwater/capture';
import { CutPlanner, CutWriter, type Place, Redaction } from '@breakwater/capture/cut';
import { Broken } from './check.ts';

const limits = { threads: 50, descriptors: 20 } as const;
const recordName = 'breakwater.state';

/** Cuts a part out of a capture: what is written can be read, and has the events that were chosen, byte for byte. */
export function runCut(input: string): void {
  const bytes = Buffer.from(input, 'latin1');
  const choose = choiceOf(bytes);
  const expected = eventsOf(bytes, choose);
  const cut = cutOf(bytes, choose);
  const actual = cut.length === 0 ? [] : eventsOf(cut, () => 'kept', true);
  if (actual.length !== expected.length)
    throw new Broken(`${expected.length} events were chosen, the cut has ${actual.length}`);
  const at = actual.findIndex((event, index) => event !== expected[index]);
  if (at >= 0) throw new Broken(`event ${at} of the cut is ${actual[at]} and not ${expected[at]}`);
  const hidden = cutOf(bytes, choose, new Redaction({ patterns: ['[a-y]+'], names: ['.*'], secrets: true }));
  if (hidden.length > 0) eventsOf(hidden, () => 'kept', true);
}

type Choose = (event: CaptureEvent) => Place;

/** Times and kinds, each other for inputs of another length. */
function choiceOf({ length }: Uint8Array): Choose {
  const [first, count, step] = [length % 23, 1 + (length % 31), 1 + (length % 5)];
  return ({ number, tid }) => {
    if (number < first) return 'before';
    if (number > first + count) return 'end';
    return number % step === 0 || tid === 10 ? 'kept' : 'left';
  };
}

function cutOf(bytes: Uint8Array, choose: Choose, redaction?: Redaction): Uint8Array {
  const planner = new CutPlanner(choose, { limits });
  feed(bytes, new CaptureReader(planner.handler()));
  const parts: Uint8Array[] = [];
  const options = { limits, ...(redaction === undefined ? {} : { redaction }) };
  const writer = new CutWriter(planner.plan(), choose, (part) => parts.push(part.slice()), options);
  feed(bytes, new CaptureReader(writer.handler()));
  return Buffer.concat(parts);
}

/** `isWritten`: it must be whole. */
function eventsOf(bytes: Uint8Array, choose: Choose, isWritten = false): readonly string[] {
  const found: string[] = [];
  let isDone = false;
  const reader = new CaptureReader({
    onEvent: (event) => {
      const place = choose(event);
      isDone ||= place === 'end';
      if (isDone || place !== 'kept' || event.isStateOnly) return;
      if (event.text(1) === recordName && isWritten) throw new Broken('a record of the state is shown');
      const { time, tid, code, cpu } = event;
      const parameters = Array.from({ length: event.count }, (_, index) =>
        Buffer.from(event.data(index)).toString('base64'),
      );
      found.push(`${time} ${tid} ${code} ${cpu} ${parameters.join()}`);
    },
  });
  feed(bytes, reader);
  const { problem } = reader.end();
  if (isWritten && problem !== undefined) throw new Broken(`the cut cannot be read: ${problem.message}`);
  return found;
}

function feed(bytes: Uint8Array, reader: CaptureReader): void {
  for (let at = 0; at < bytes.length; at += 4096) if (!reader.feed(bytes.subarray(at, at + 4096))) return;
}
