import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { streamFile } from '@breakwater/sources';
import { describe, expect, it } from 'vitest';
import type { CaptureIndex } from './capture-index.ts';
import { eventViews } from './select-events.ts';
import type { TimeSpan } from './series.ts';
import { rowsIn } from './span-facts.ts';
import { indexOf, indexOfPart } from './testing/capture-of.ts';
import { tilesOf } from './tile-facts.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = join(resolve(root, process.env.BREAKWATER_CASES ?? '../shared'), 'scap');
const isMissing = !existsSync(folder) && process.env.REQUIRE_ALL !== '1';

/** Events by type, as counted by another reader. */
function countsOf(name: string): ReadonlyMap<string, number> {
  const lines = readFileSync(join(folder, `${name}.events.tsv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return new Map(
    lines.map((line): [string, number] => {
      const [, type = '', count] = line.split('\t');
      return [type, Number(count)];
    }),
  );
}

describe.skipIf(isMissing)('captures of real systems', () => {
  it.each(['dev-container', 'dev-host', 'dev-load'])(
    '%s has as many events of each kind as another reader counted',
    async (name) => {
      const index = await indexOf(streamFile(join(folder, `${name}.scap`)));
      const tiles = new Map(tilesOf(index).map((tile) => [tile.id, tile]));
      const total = (id: string) => tiles.get(id)?.total ?? 0;
      const counts = countsOf(name);
      const sum = (pattern: RegExp) =>
        [...counts].reduce((all, [type, count]) => all + (pattern.test(type) ? count : 0), 0);
      expect(total('events')).toBe(sum(/./));
      expect(total('files-opened') + total('failed-opens')).toBe(sum(/_OPENAT|_CREAT_/));
      expect(total('commands') + total('failed-commands')).toBe(sum(/EXECVE/));
      expect(total('events')).toBe(tiles.get('events')?.samples.reduce((all, amount) => all + amount, 0));
      expect(index.events.length).toBe(index.count);
      const last = eventViews(index, undefined, index.count - 1, 1)[0];
      expect(last?.number).toBe(index.count);
    },
    60_000,
  );

  it.each(['dev-container', 'dev-host'])(
    '%s has the figures of a part as if it had been read alone',
    async (name) => {
      const path = join(folder, `${name}.scap`);
      const whole = await indexOf(streamFile(path));
      const length = whole.span.to;
      for (const share of ['0-0.5', '0.21-0.22', '0.3-0.9', '0.75-1.1']) {
        const [from = 0, to = 0] = share.split('-').map(Number);
        const span = { from: Math.round(length * from), to: Math.round(length * to) };
        const part = await indexOfPart(streamFile(path), span);
        const totals = (index: CaptureIndex, of?: TimeSpan) =>
          Object.fromEntries(tilesOf(index, of).map(({ id, total }) => [id, total]));
        expect(totals(whole, span)).toEqual(totals(part));
        for (const { stream } of whole.streams) {
          const found = (index: CaptureIndex, of: TimeSpan) =>
            rowsIn(index, stream.id, of).map(({ event, events, figures, what }) => [
              event,
              events,
              figures,
              what,
            ]);
          expect(found(whole, span)).toEqual(found(part, part.span));
        }
      }
    },
    60_000,
  );

  it('knows the container, its terminal and what was done there', async () => {
    const index = await indexOf(streamFile(join(folder, 'dev-container.scap')));
    const web = index.containers.values().find(({ name }) => name === 'web-1');
    expect(web?.image).toBe('docker.io/library/debian:12');
    const inside = index.sessions
      .values()
      .find(({ container, terminal }) => container === web?.number && terminal !== '');
    expect(inside?.lines.map(({ text }) => text)).toContain('cat /etc/shadow');
    expect(inside?.hasTyped).toBe(false);
  });
});
