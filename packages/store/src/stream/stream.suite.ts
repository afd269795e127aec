import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidName, QueueFull, StoreClosed, StoreMisuse, TooLarge } from '../errors.ts';
import type { Stream, StreamMessage } from './stream.ts';

/** At most 64 KiB unconsumed, at most 8 KiB a batch; opens the same stream again each time. */
export interface StreamFixture {
  open(consumers: readonly string[]): Promise<Stream>;
  dispose(): Promise<void>;
}

function batchOf(...texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => Buffer.from(text));
}

function textsOf(messages: readonly StreamMessage[]): readonly string[] {
  return messages.map(({ payload }) => Buffer.from(payload).toString());
}

/** What every stream does, whatever it is built on. */
export function streamSuite(name: string, create: () => Promise<StreamFixture>): void {
  describe(`stream: ${name}`, () => {
    let fixture: StreamFixture;
    let stream: Stream;

    beforeEach(async () => {
      fixture = await create();
      stream = await fixture.open(['detect', 'write']);
    });

    afterEach(async () => {
      await stream.close();
      await fixture.dispose();
    });

    async function reopen(consumers: readonly string[] = ['detect', 'write']): Promise<void> {
      await stream.close();
      stream = await fixture.open(consumers);
    }

    it('gives every consumer all messages in order, with their offsets', async () => {
      expect(await stream.append(batchOf('a', '', 'c'))).toBe(0);
      expect(await stream.append(batchOf('d'))).toBe(3);
      expect(await stream.append([])).toBe(4);
      for (const consumer of ['detect', 'write']) {
        const messages = await stream.consumer(consumer).read(10);
        expect(textsOf(messages)).toEqual(['a', '', 'c', 'd']);
        expect(messages.map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
      }
    });

    it('gives no more than the limit, and goes on from there', async () => {
      await stream.append(batchOf('a', 'b', 'c'));
      await stream.append(batchOf('d', 'e'));
      const consumer = stream.consumer('detect');
      expect(textsOf(await consumer.read(2))).toEqual(['a', 'b']);
      expect(textsOf(await consumer.read(2))).toEqual(['c', 'd']);
      expect(textsOf(await consumer.read(2))).toEqual(['e']);
    });

    it('waits for a message', async () => {
      const reading = stream.consumer('detect').read(10);
      await stream.append(batchOf('late'));
      expect(textsOf(await reading)).toEqual(['late']);
    });

    it('stops waiting when told to, and loses nothing by it', async () => {
      const consumer = stream.consumer('detect');
      const controller = new AbortController();
      const reading = consumer.read(10, controller.signal);
      controller.abort();
      expect(await reading).toEqual([]);
      expect(await consumer.read(10, controller.signal)).toEqual([]);
      await stream.append(batchOf('a'));
      expect(textsOf(await consumer.read(10))).toEqual(['a']);
    });

    it('remembers what was committed, in the middle of a batch too', async () => {
      await stream.append(batchOf('a', 'b', 'c'));
      await stream.append(batchOf('d'));
      await stream.consumer('detect').read(10);
      await stream.consumer('detect').commit(2);
      await reopen();
      expect(textsOf(await stream.consumer('detect').read(10))).toEqual(['c', 'd']);
      expect(textsOf(await stream.consumer('write').read(10))).toEqual(['a', 'b', 'c', 'd']);
      expect(stream.counts()).toMatchObject({
        next: 4,
        consumers: { detect: { committed: 2, pending: 2 }, write: { committed: 0, pending: 4 } },
      });
    });

    it('never goes back by a commit, and not beyond the end', async () => {
      await stream.append(batchOf('a', 'b'));
      const consumer = stream.consumer('detect');
      await Promise.all([consumer.commit(2), consumer.commit(1)]);
      expect(stream.counts().consumers.detect).toEqual({ committed: 2, pending: 0 });
      await expect(consumer.commit(3)).rejects.toThrow(StoreMisuse);
    });

    it('reads again from the committed place after a rewind', async () => {
      await stream.append(batchOf('a', 'b', 'c'));
      const consumer = stream.consumer('detect');
      await consumer.read(2);
      await consumer.commit(1);
      consumer.rewind();
      expect(textsOf(await consumer.read(10))).toEqual(['b', 'c']);
    });

    it('keeps batches that come at the same time whole and in the order of their offsets', async () => {
      const batches = Array.from({ length: 200 }, (_, index) => batchOf(`${index}.0`, `${index}.1`));
      const offsets = await Promise.all(batches.map((batch) => stream.append(batch)));
      expect(offsets).toEqual(batches.map((_, index) => index * 2));
      const read = textsOf(await stream.consumer('detect').read(1000));
      expect(read).toEqual(batches.flatMap((_, index) => [`${index}.0`, `${index}.1`]));
    });

    it('takes an append that is made the moment another one ends', async () => {
      for (let index = 0; index < 50; index += 1) await stream.append(batchOf(String(index)));
      expect(stream.counts().next).toBe(50);
    });

    it('refuses when it is full, counts that, and takes again when consumed', async () => {
      const batch = batchOf('x'.repeat(8000));
      let taken = 0;
      await expect(
        (async () => {
          for (; taken < 100; taken += 1) await stream.append(batch);
        })(),
      ).rejects.toThrow(QueueFull);
      expect(taken).toBeGreaterThanOrEqual(6);
      expect(stream.counts()).toMatchObject({ refused: 1, next: taken });
      await stream.consumer('detect').commit(taken);
      await expect(stream.append(batch)).rejects.toThrow(QueueFull);
      await stream.consumer('write').commit(taken);
      expect(await stream.append(batch)).toBe(taken);
    });

    it('is bounded for appends at the same time as well', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, () => stream.append(batchOf('x'.repeat(8000)))),
      );
      const taken = results.filter(({ status }) => status === 'fulfilled').length;
      expect(taken).toBeLessThanOrEqual(8);
      expect(stream.counts()).toMatchObject({ next: taken, refused: 50 - taken });
    });

    it('takes much more than it holds as long as it is consumed', async () => {
      const seen: number[] = [];
      for (let index = 0; index < 100; index += 1) {
        await stream.append(batchOf('x'.repeat(8000)));
        for (const consumer of [stream.consumer('detect'), stream.consumer('write')]) {
          const messages = await consumer.read(10);
          await consumer.commit((messages.at(-1)?.offset ?? 0) + 1);
          if (consumer.name === 'detect') seen.push(...messages.map(({ offset }) => offset));
        }
      }
      expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index));
      expect(stream.counts().bytes).toBeLessThan(64 * 1024);
      await reopen();
      expect(stream.counts().next).toBe(100);
    });

    it('refuses a batch that can never fit', async () => {
      await expect(stream.append(batchOf('x'.repeat(9000)))).rejects.toThrow(TooLarge);
      expect(stream.counts().next).toBe(0);
    });

    it('begins a new consumer with the oldest message and forgets one that is gone', async () => {
      await stream.append(batchOf('a', 'b'));
      await stream.consumer('detect').commit(2);
      await reopen(['detect', 'report']);
      expect(textsOf(await stream.consumer('report').read(10))).toEqual(['a', 'b']);
      expect(() => stream.consumer('write')).toThrow(InvalidName);
      await stream.consumer('report').commit(2);
      await reopen(['write']);
      expect(stream.counts().consumers.write?.committed).toBe(0);
    });

    it('has one reader per consumer', async () => {
      const reading = stream.consumer('detect').read(1);
      await expect(stream.consumer('detect').read(1)).rejects.toThrow(StoreMisuse);
      await stream.append(batchOf('a'));
      expect(textsOf(await reading)).toEqual(['a']);
    });

    it('ends waiting reads when it closes, after the appends that it took', async () => {
      const reading = stream.consumer('detect').read(10);
      await stream.append(batchOf('a'));
      await reading;
      const waiting = stream.consumer('detect').read(10);
      const appending = stream.append(batchOf('b'));
      await stream.close();
      expect(await appending).toBe(1);
      expect(textsOf(await waiting).length).toBeLessThanOrEqual(1);
      await expect(stream.append(batchOf('c'))).rejects.toThrow(StoreClosed);
      await reopen();
      expect(stream.counts().next).toBe(2);
    });
  });
}
