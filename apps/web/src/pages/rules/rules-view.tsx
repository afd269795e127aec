import type { RuleRow } from '@breakwater/api';
import { severityRank } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { type FacetOption, FacetSelect } from '../../components/facet-select.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityTabs } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useView } from '../../state/view.ts';
import { DetailTitle } from '../policies/detail-title.tsx';
import { countSeverities } from '../policies/policy-view.ts';
import { ScreenTabs } from '../policies/screen-tabs.tsx';
import { useRuleColumns } from './rule-columns.tsx';
import { RuleDetailPanel } from './rule-detail.tsx';
import { filterRules, ruleFilterFields, ruleState, ruleStates } from './rule-view.ts';

const none: readonly RuleRow[] = [];

/** Every rule in load order, with the policies that run it and what it found. */
export default function RulesView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const isAdministrator = useSession()?.isAdministrator === true;
  const reading = useRead('listRules', {});
  const all = reading.data?.rules ?? none;
  const rows = useMemo(
    () =>
      sortRows(filterRules(all, state, { withSeverity: true }), state.sort, {
        name: (row) => row.name,
        severity: (row) => -severityRank(row.severity),
        source: (row) => row.source,
        file: (row) => row.fileName,
        kind: (row) => row.kind,
        policies: (row) => row.policies.length,
        detections: (row) => row.detections,
        failures: (row) => row.failures?.count ?? 0,
      }),
    [all, state],
  );
  const counts = useMemo(
    () => countSeverities(filterRules(all, state, { withSeverity: false })),
    [all, state],
  );
  const columns = useRuleColumns();
  const open = all.find((rule) => rule.name === state.open);
  return (
    <Page
      title={t('nav.policies')}
      aside={<ScreenTabs />}
      actions={
        isAdministrator && (
          <LinkButton to="/policies/files" search={{ open: 'new' }} icon="plus">
            {t('rules.new')}
          </LinkButton>
        )
      }
      filterFields={ruleFilterFields}
      fieldsShownElsewhere={['source', 'file', 'state', 'tag']}
    >
      <SplitView
        detail={state.open === undefined ? undefined : <RuleDetailPanel key={state.open} name={state.open} />}
        detailTitle={state.open !== undefined && <DetailTitle name={state.open} severity={open?.severity} />}
        onClose={() => update({ open: undefined })}
      >
        <DataTable
          id="rules"
          label={t('policies.tab.rules')}
          columns={columns}
          data={{ ...localRows(reading, rows, all.length), total: reading.data ? all.length : undefined }}
          rowId={(row) => row.name}
          empty={{
            title: t('rules.empty'),
            text: t('rules.emptyText'),
            filteredText: t('rules.emptyFiltered', { count: all.length }),
          }}
          toolbar={
            <>
              <SeverityTabs
                counts={reading.data && counts}
                chosen={state.severities}
                onChoose={(severities) => update({ severities, open: undefined })}
              />
              <FacetSelect
                field="source"
                label={t('rules.source')}
                options={facet(all, (rule) => [rule.source])}
              />
              <FacetSelect
                field="file"
                label={t('rules.file')}
                options={facet(all, (rule) => [rule.fileName])}
              />
              <FacetSelect field="tag" label={t('rules.tags')} options={facet(all, (rule) => rule.tags)} />
              <FacetSelect
                field="state"
                label={t('rules.state')}
                options={ruleStates.map((value) => ({
                  value,
                  label: t(`rules.states.${value}`),
                  count: all.filter((rule) => ruleState(rule) === value).length,
                }))}
              />
              <SearchField label={t('policies.searchRules')} />
            </>
          }
        />
      </SplitView>
    </Page>
  );
}

/** The values that rules have, most frequent first. */
function facet(
  rules: readonly RuleRow[],
  valuesOf: (rule: RuleRow) => readonly string[],
): readonly FacetOption[] {
  const counts = new Map<string, number>();
  for (const rule of rules)
    for (const value of valuesOf(rule)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
}
