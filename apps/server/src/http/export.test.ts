import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { type ExportRow, sendExport } from './export.ts';

async function* rowsOf(rows: readonly ExportRow[]): AsyncIterable<ExportRow> {
  yield* rows;
}

async function exported(format: 'csv' | 'jsonl', rows: readonly ExportRow[]) {
  const app = Fastify();
  app.get('/', async (_request, reply) => {
    sendExport(reply, format, 'rows', rowsOf(rows), (row) => row);
    return reply;
  });
  return app.inject('/');
}

it.each([
  ['plain', 'a', 'a'],
  ['a comma', 'a,b', '"a,b"'],
  ['a quote', 'a"b', '"a""b"'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['a formula', '=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['a formula by plus', '+1', "'+1"],
  ['a negative number', -1, '-1'],
  ['nothing', undefined, ''],
])('a CSV cell with %s', async (_, value, cell) => {
  const answer = await exported('csv', [{ name: 'row', value }]);
  expect(answer.body).toBe(`name,value\r\nrow,${cell}\r\n`);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="rows.csv"');
});

it('JSON lines hold each row whole', async () => {
  const answer = await exported('jsonl', [{ a: 1 }, { a: '=x' }]);
  expect(answer.body).toBe('{"a":1}\n{"a":"=x"}\n');
});

it('an export of nothing is empty', async () => {
  expect((await exported('csv', [])).body).toBe('');
});
