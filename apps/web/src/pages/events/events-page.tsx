import { commonColumns } from '@breakwater/model';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useRead, useRows } from '../../api/hooks.ts';
import { useLiveRows } from '../../api/live.ts';
import { Choice } from '../../components/choice.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Histogram } from '../../components/histogram.tsx';
import { Page } from '../../components/page.tsx';
import { SeverityTabs } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { tick, useHeldWindow } from '../../state/now.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { useEventColumns } from './event-columns.tsx';
import { EventDetailPanel, EventDetailTitle } from './event-detail.tsx';
import { feedViewOf, feedViews, kindsOf, readRowKey, rowKey } from './event-kinds.ts';
import css from './events-page.module.css';

const filterFields = [...commonColumns, 'ct.name', 'ct.src', 'ct.srcip', 'ct.user', 'ct.error', 'evt.type'];

/** The events feed: histogram, severities, rows, details; live. */
export default function EventsPage(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const [isScrolled, setIsScrolled] = useState(false);
  const isHeld = isScrolled || state.open !== undefined;
  const { window, release } = useHeldWindow(state.range, isHeld);
  const view = feedViewOf(state.view);
  const kinds = useMemo(() => kindsOf(view), [view]);
  const filter = filterOf(state);
  const unsevered = filterOf(state, { withSeverity: false });
  const events = useRows('listEvents', { query: { ...window, filter, kinds, limit: 200 } });
  const histogram = useRead('getHistogram', { query: { ...window, filter: unsevered, kinds } });
  const isLive = state.range.kind === 'live';
  const stream = useNewRows(
    isLive ? addressOf('streamEvents', { query: { filter, kinds } }) : undefined,
    window.to,
    isHeld,
  );
  const columns = useEventColumns();
  const open = readRowKey(state.open);
  const exported = { ...window, filter, kinds };

  return (
    <Page
      title={t('nav.events')}
      filterFields={filterFields}
      aside={
        <Choice
          label={t('events.kindLabel')}
          value={view}
          onChange={(next) => update({ view: next === 'all' ? undefined : next, open: undefined })}
          options={feedViews.map((value) => ({ value, label: t(`events.kind.${value}`) }))}
        />
      }
    >
      <SplitView
        detail={open && <EventDetailPanel key={state.open} {...open} />}
        detailTitle={open && <EventDetailTitle {...open} />}
        onClose={() => update({ open: undefined })}
      >
        <div className={css.histogram}>
          <Histogram
            window={{ from: histogram.data?.from ?? window.from, to: histogram.data?.to ?? window.to }}
            stepMs={histogram.data?.stepMs ?? Math.max(1000, window.to - window.from)}
            bars={histogram.data?.bars ?? []}
            shown={state.severities}
            onSelect={(selected) => update({ range: { kind: 'fixed', ...selected } })}
          />
        </div>
        {(stream.count > 0 || stream.isLost) && (
          <div className={css.live} role="status">
            {stream.isLost ? t('events.streamLost') : t('events.new', { count: stream.count })}
            {stream.count > 0 && (
              <button type="button" className={css.show} onClick={release}>
                {t('events.showNew')}
              </button>
            )}
          </div>
        )}
        <DataTable
          id="events"
          label={t('events.table')}
          columns={columns}
          data={events}
          rowId={rowKey}
          onScrolled={setIsScrolled}
          empty={{ title: t('events.empty'), text: t('events.emptyText') }}
          exports={{
            csv: addressOf('exportEvents', { query: { ...exported, format: 'csv' } }),
            json: addressOf('exportEvents', { query: { ...exported, format: 'jsonl' } }),
          }}
          toolbar={
            <SeverityTabs
              counts={histogram.data?.total}
              chosen={state.severities}
              onChoose={(severities) => update({ severities })}
            />
          }
        />
      </SplitView>
    </Page>
  );
}

/** Rows that come in are read soon after, all that came together at once. */
const gatherMs = 700;

/**
 * Counts what came in since the window last moved; the rows themselves come with the next reading, which follows at once
 * unless the window is held.
 */
function useNewRows(
  address: string | undefined,
  since: number,
  isHeld: boolean,
): { readonly count: number; readonly isLost: boolean } {
  const [seen, setSeen] = useState({ since, count: 0 });
  const count = seen.since === since ? seen.count : 0;
  const hasNew = count > 0;
  const status = useLiveRows(
    address,
    () => setSeen((before) => ({ since, count: before.since === since ? before.count + 1 : 1 })),
    tick,
  );
  useEffect(() => {
    if (isHeld || !hasNew) return;
    const timer = setTimeout(tick, gatherMs);
    return () => clearTimeout(timer);
  }, [isHeld, hasNew]);
  return { count: isHeld ? count : 0, isLost: status === 'lost' };
}
