import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CaptureDesk } from './capture-desk.ts';
import type { CaptureFacts } from './protocol.ts';

const root = resolve(import.meta.dirname, '../../../../../..');
const folder = join(resolve(root, process.env.BREAKWATER_CASES ?? '../shared'), 'scap');
const isMissing = !existsSync(folder) && process.env.REQUIRE_ALL !== '1';
const { signal } = new AbortController();

const rules = [
  {
    name: 'rules.yaml',
    text: `- rule: Shadow read
  desc: d
  condition: evt.type = openat and fd.name = /etc/shadow
  output: read by %proc.name
  priority: WARNING
- rule: Of another source
  desc: d
  condition: ct.name = ConsoleLogin
  output: o
  priority: WARNING
  source: aws_cloudtrail
`,
  },
];

function fileOf(name: string, length?: number): File {
  return new File([readFileSync(join(folder, name)).subarray(0, length)], name);
}

async function opened(file: File): Promise<{ readonly desk: CaptureDesk; readonly facts: CaptureFacts }> {
  const desk = new CaptureDesk(() => undefined);
  return { desk, facts: await desk.open({ file, rules }, signal) };
}

describe.skipIf(isMissing)('CaptureDesk', () => {
  it('runs the rules for system calls, and says how many there are', async () => {
    const { facts } = await opened(fileOf('dev-host.scap'));
    expect(facts).toMatchObject({ name: 'dev-host.scap', hostname: 'scaphost', events: 4434, rules: 1 });
    expect(facts.detections.length).toBeGreaterThan(0);
    expect(facts.detections[0]?.output).toMatch(/^read by /);
    expect(facts.problem).toBeUndefined();
  });

  it('looks at a capture although the rules are not valid', async () => {
    const desk = new CaptureDesk(() => undefined);
    const broken = [{ name: 'broken.yaml', text: '- rule: r\n  condition: and\n' }];
    const facts = await desk.open({ file: fileOf('dev-host.scap'), rules: broken }, signal);
    expect(facts.events).toBe(4434);
    expect(facts.ruleProblems.length).toBeGreaterThan(0);
  });

  it('reads what is whole of a file that is cut off, and says where it ends', async () => {
    const { facts } = await opened(fileOf('dev-host.scap', 40_000));
    expect(facts.events).toBeGreaterThan(1000);
    expect(facts.events).toBeLessThan(4434);
    expect(facts.problem).toMatch(/block \d+ at byte \d+: .*the compressed file ends too early/);
  });

  it('refuses what is no capture', async () => {
    await expect(opened(new File(['only some text'], 'a.scap'))).rejects.toThrow(
      /block 1 at byte 0: not a capture/,
    );
    await expect(opened(new File([], 'a.scap'))).rejects.toThrow(/empty/);
  });

  it('tells of a part what it has, in every list', async () => {
    const { desk, facts } = await opened(fileOf('dev-host.scap'));
    const span = { from: 0.2e9, to: 0.6e9 };
    const part = desk.spanFacts({ span });
    const listed = await desk.events({ span, offset: 0, limit: 1 }, signal);
    expect(part.events).toBe(listed.total);
    expect(part.events).toBeLessThan(facts.events);
    const tiles = new Map(desk.tiles({ span, count: 400 }).map(({ id, total }) => [id, total]));
    expect(tiles.get('events')).toBe(part.events);
    expect(tiles.get('processes')).toBe(part.processEvents.filter((count, at) => at > 0 && count > 0).length);
    expect(tiles.get('detections')).toBe(part.detections);
    for (const stream of Object.keys(facts.rows)) {
      const { total, rows } = desk.rows({ stream, span, offset: 0, limit: 100_000 });
      expect(total).toBe(part.rows[stream]);
      for (const row of rows) expect([row.firstAt >= span.from, row.lastAt < span.to]).toEqual([true, true]);
    }
    const sorted = { stream: 'files', span, sort: { by: 'events', isDescending: true } };
    const [most] = desk.rows({ ...sorted, offset: 0, limit: 1 }).rows;
    expect(desk.rowPlace({ ...sorted, row: most?.number ?? -1 })).toBe(0);
    expect(desk.rowPlace({ ...sorted, row: 1_000_000 })).toBe(-1);
    expect(desk.row({ stream: 'files', number: most?.number ?? -1, span })).toEqual(most);
  });

  it('lists events that a filter matches, and finds places in the list', async () => {
    const { desk } = await opened(fileOf('dev-host.scap'));
    const filter = 'evt.type = execve';
    const { matches } = await desk.filter({ text: filter }, signal);
    const listed = await desk.events({ filter, offset: 0, limit: 5 }, signal);
    expect(listed.total).toBe(matches);
    expect(listed.rows.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'execve'));
    const third = listed.rows[2]?.number ?? 0;
    expect(await desk.place({ filter, event: third }, signal)).toBe(2);
    expect(await desk.place({ event: third }, signal)).toBe(third - 1);
  });

  it.each<[filter: string, column: number | undefined, message: RegExp]>([
    ['evt.type = execve and proc.nmae = x', 23, /proc\.nmae/],
    ['evt.type = ', 11, /./],
    ['', undefined, /./],
  ])('says what is wrong with %j', async (text, column, message) => {
    const { desk } = await opened(fileOf('dev-host.scap'));
    const { error } = await desk.filter({ text }, signal);
    expect(error?.message).toMatch(message);
    if (column !== undefined) expect(error?.column).toBe(column);
  });

  it('gives the fields of an event, with the state at that moment', async () => {
    const { desk } = await opened(fileOf('dev-host.scap'));
    const listed = await desk.events({ filter: 'fd.name = /etc/shadow', offset: 0, limit: 1 }, signal);
    const event = await desk.event({ number: listed.rows[0]?.number ?? 0 }, signal);
    expect(new Map(event?.fields).get('fd.name')).toBe('/etc/shadow');
    expect(new Map(event?.fields).get('proc.cmdline')).toContain('/etc/shadow');
    expect(await desk.event({ number: 1_000_000 }, signal)).toBeUndefined();
  });

  it('gives what was read from a connection, in its order', async () => {
    const { desk } = await opened(fileOf('dev-load.scap'));
    const page = { stream: 'connections', offset: 0, limit: 1 };
    const { rows } = desk.rows({ ...page, sort: { by: '0', isDescending: true } });
    const { payloads, isPartial } = await desk.payloads(
      { stream: 'connections', number: rows[0]?.number ?? 0 },
      signal,
    );
    expect(payloads[0]?.text).toMatch(/^GET \//);
    expect(payloads[0]?.isWrite).toBe(false);
    expect(payloads.map(({ at }) => at)).toEqual(payloads.map(({ at }) => at).sort((a, b) => a - b));
    expect(isPartial || payloads.length > 10).toBe(true);
  }, 60_000);

  it('ends when it is no longer wanted', async () => {
    const { desk } = await opened(fileOf('dev-load.scap'));
    const control = new AbortController();
    const asked = desk.filter({ text: 'evt.num > 5' }, control.signal);
    control.abort();
    await expect(asked).rejects.toThrow(/abort/);
  }, 60_000);
});
