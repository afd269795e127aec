import type { PolicyRow } from '@breakwater/api';
import { policyStatuses, policyTypes, severityRank } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { Page } from '../../components/page.tsx';
import { PillToggle } from '../../components/pill-toggle.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityTabs } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import { DetailTitle } from './detail-title.tsx';
import { ExchangeMenu } from './exchange-menu.tsx';
import { usePolicyColumns } from './policy-columns.tsx';
import { PolicyDetail } from './policy-detail.tsx';
import { policyReads } from './policy-reads.ts';
import {
  actionLabel,
  byUrgency,
  countSeverities,
  filterPolicies,
  policyFilterFields,
} from './policy-view.ts';
import { ScreenTabs } from './screen-tabs.tsx';
import { useDeleted } from './use-deleted.tsx';

const none: readonly PolicyRow[] = [];

/** Every runtime policy: what it watches, what it does, what it found in the last week. */
export function PoliciesView(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const isAdministrator = useSession()?.isAdministrator === true;
  const reading = useRead('listPolicies', {});
  const all = reading.data?.policies ?? none;
  const rows = useMemo(
    () =>
      sortRows(filterPolicies(all, state, { withSeverity: true }).toSorted(byUrgency), state.sort, {
        name: (row) => row.name,
        severity: (row) => -severityRank(row.severity),
        type: (row) => row.type,
        status: (row) => row.status,
        rules: (row) => row.ruleCount,
        action: (row) => actionLabel(row.actions),
        detections: (row) => row.detections,
        updatedAt: (row) => row.updatedAt,
      }),
    [all, state],
  );
  const counts = useMemo(
    () => countSeverities(filterPolicies(all, state, { withSeverity: false })),
    [all, state],
  );
  const columns = usePolicyColumns();
  const deleted = useDeleted('restorePolicy', policyReads);
  const open = all.find((policy) => policy.id === state.open);
  const countOf = (keeps: (policy: PolicyRow) => boolean) => all.filter(keeps).length;
  return (
    <Page
      title={t('nav.policies')}
      aside={<ScreenTabs />}
      actions={
        <>
          {isAdministrator && <ExchangeMenu />}
          {isAdministrator && (
            <LinkButton to="/policies/new" icon="plus">
              {t('policies.new')}
            </LinkButton>
          )}
        </>
      }
      filterFields={policyFilterFields}
      fieldsShownElsewhere={['type', 'status', 'capture']}
    >
      {deleted.notice}
      <SplitView
        detail={open && <PolicyDetail key={open.id} policy={open} onDeleted={deleted.onDeleted} />}
        detailTitle={open && <DetailTitle name={open.name} severity={open.severity} />}
        onClose={() => update({ open: undefined, view: undefined })}
      >
        <DataTable
          id="policies"
          label={t('policies.tab.policies')}
          columns={columns}
          data={{ ...localRows(reading, rows, all.length), total: reading.data ? all.length : undefined }}
          rowId={(row) => row.id}
          empty={{
            title: t('policies.empty'),
            text: t('policies.emptyText'),
            filteredText: t('policies.emptyFiltered', { count: all.length }),
          }}
          toolbar={
            <>
              <SeverityTabs
                counts={reading.data && counts}
                chosen={state.severities}
                onChoose={(severities) => update({ severities, open: undefined })}
              />
              <FacetSelect
                field="type"
                label={t('policies.type')}
                options={policyTypes.map((value) => ({
                  value,
                  label: t(`policies.types.${value}`),
                  count: countOf((policy) => policy.type === value),
                }))}
              />
              <FacetSelect
                field="status"
                label={t('policies.status')}
                options={policyStatuses.map((value) => ({
                  value,
                  label: t(`policies.statuses.${value}`),
                  count: countOf((policy) => policy.status === value),
                }))}
              />
              <PillToggle
                pill={{ field: 'capture', op: '=', value: 'yes' }}
                label={t('policies.captureOn')}
                count={formats.compact(countOf((policy) => policy.hasCapture))}
              />
              <SearchField label={t('policies.search')} />
            </>
          }
        />
      </SplitView>
    </Page>
  );
}
