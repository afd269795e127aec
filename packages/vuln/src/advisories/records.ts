import type { AdvisoryProblem } from './advisory.ts';
import { readLines } from './read-lines.ts';
import { readZip } from './read-zip.ts';

/** Where in the data something stands: `file`, counted line of it, or `file!entry` of a zip. */
export type Place = Pick<AdvisoryProblem, 'file' | 'line'>;

/** One JSON value of advisory data, a place where there was none, or EPSS's table, whose lines are read later. */
export type DataItem =
  | { readonly kind: 'value'; readonly at: Place; readonly value: unknown }
  | { readonly kind: 'problem'; readonly at: Place; readonly message: string }
  | { readonly kind: 'epss'; readonly at: Place };

/**
 * The values of a data file, whatever its form: JSON Lines, one JSON document (a list is its items), a zip of JSON documents as
 * osv.dev publishes them; gzip or plain. Throws when the file cannot be read to its end.
 */
export async function* readItems(file: string): AsyncGenerator<DataItem> {
  if (file.endsWith('.zip')) yield* readZipped(file);
  else if (/\.json(?:\.gz)?$/.test(file)) yield* readDocument(file);
  else yield* readJsonLines(file);
}

async function* readZipped(file: string): AsyncGenerator<DataItem> {
  for await (const { name, text } of readZip(file)) yield toItem({ file: `${file}!${name}` }, text);
}

async function* readDocument(file: string): AsyncGenerator<DataItem> {
  const lines: string[] = [];
  for await (const { text } of readLines(file)) lines.push(text ?? '');
  const item = toItem({ file }, lines.join('\n'));
  if (item.kind !== 'value' || !Array.isArray(item.value)) yield item;
  else for (const value of item.value) yield { kind: 'value', at: { file }, value };
}

async function* readJsonLines(file: string): AsyncGenerator<DataItem> {
  for await (const { number, text } of readLines(file)) {
    if (text?.trim() === '') continue;
    if (number <= 2 && text !== undefined && /^(?:#model_version|cve,epss)/.test(text)) {
      yield { kind: 'epss', at: { file } };
      return;
    }
    yield toItem({ file, line: number }, text);
  }
}

function toItem(at: Place, text: string | undefined): DataItem {
  if (text === undefined) return { kind: 'problem', at, message: 'longer than the limit; skipped' };
  try {
    return { kind: 'value', at, value: JSON.parse(text) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? `: ${error.message}` : '';
    return { kind: 'problem', at, message: `not JSON${reason}` };
  }
}
