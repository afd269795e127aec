import { parseDate } from '../dates.ts';
import { checkKeys, each, type FilterType } from '../filter.ts';
import { compileKey } from '../resource-key.ts';

const hour = 3_600_000;

/** A tag `text: action@date` names this action, and its date is due. */
export const markedForOp: FilterType = {
  name: 'marked-for-op',
  compile: (filter, context) => {
    checkKeys(filter, ['tag', 'op', 'skew', 'skew_hours', 'tz', 'msg'], context);
    const { tag = 'maid_status', op = 'stop', skew = 0, skew_hours: skewHours = 0 } = filter;
    if (typeof tag !== 'string' || typeof op !== 'string')
      throw context.source.error(filter, 'tag and op must be text');
    if (typeof skew !== 'number' || typeof skewHours !== 'number') {
      throw context.source.error(filter, 'skew and skew_hours must be numbers');
    }
    const read = compileKey(`tag:${tag}`);
    return each((resource, { now }) => {
      const mark = read(resource);
      if (typeof mark !== 'string') return false;
      const due = dueDate(mark, op);
      return due !== undefined && due.getTime() <= now.getTime() + (skew * 24 + skewHours) * hour;
    });
  },
};

function dueDate(mark: string, op: string): Date | undefined {
  const instruction = mark.slice(mark.lastIndexOf(':', mark.lastIndexOf('@')) + 1).trim();
  if (!mark.includes(':') || !mark.includes('@')) return undefined;
  const at = instruction.indexOf('@');
  if (instruction.slice(0, at).trim() !== op) return undefined;
  const date = instruction.slice(at + 1).trim();
  // `2024/01/01 1200 UTC` is how hours are written.
  return parseDate(date) ?? parseDate(date.replace(/(\d{2})(\d{2})\s+\w+$/, '$1:$2'));
}
