import { type AuditEntry as AuditEntryView, routes } from '@breakwater/api';
import { type AuditEntry, auditLog } from '@breakwater/store';
import type { ServerContext } from '../context.ts';
import { type Handler, implement } from '../http/handler.ts';
import { timeFilter } from './time-filter.ts';

/** Who did what. Only read: entries are written with the changes themselves. */
export function auditLogHandlers({ state }: Pick<ServerContext, 'state'>): readonly Handler[] {
  return [
    implement(routes.listAuditLog, ({ query }) =>
      state.read(async (reader) => {
        const log = reader.log(auditLog);
        const page = await log.list({
          filter: timeFilter(query, 'time'),
          sort: [{ column: 'time', direction: 'descending' }],
          limit: query.limit,
          ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        });
        return {
          rows: page.rows.map(({ record }) => auditView(record)),
          total: page.total,
          totalInScope: await log.count(),
          ...(page.next === undefined ? {} : { nextCursor: page.next }),
        };
      }),
    ),
  ];
}

function auditView({ team: _, ...entry }: AuditEntry): AuditEntryView {
  return entry;
}
