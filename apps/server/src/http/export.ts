import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** One row of an export: a cell per column. */
export type ExportRow = Readonly<Record<string, string | number | boolean | undefined>>;

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
} as const;

/** Streams rows as a download; the columns of a CSV are those of its first row. */
export function sendExport<T>(
  reply: FastifyReply,
  format: 'csv' | 'jsonl',
  name: string,
  rows: AsyncIterable<T>,
  cells: (row: T) => ExportRow,
): undefined {
  const lines = format === 'csv' ? csvLines(rows, cells) : jsonLines(rows);
  reply
    .type(contentTypes[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(Readable.from(lines));
  return undefined;
}

async function* jsonLines<T>(rows: AsyncIterable<T>): AsyncIterable<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* csvLines<T>(rows: AsyncIterable<T>, cells: (row: T) => ExportRow): AsyncIterable<string> {
  let columns: readonly string[] | undefined;
  for await (const row of rows) {
    const values = cells(row);
    if (columns === undefined) {
      columns = Object.keys(values);
      yield `${columns.join(',')}\r\n`;
    }
    yield `${columns.map((column) => csvCell(values[column])).join(',')}\r\n`;
  }
}

/** A cell of RFC 4180. What a spreadsheet would run as a formula is kept as text. */
function csvCell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
