import type { CheckRow } from '@breakwater/api';
import { type Severity, severityRank } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { useRead } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { DetailStack } from '../../components/detail.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { Facts, Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityMark, SeverityTabs } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { matchesFilter, matchesText } from '../../state/local-filter.ts';
import { formatPill } from '../../state/pill.ts';
import { filterOf, type ViewState } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { checkOutcome, checkOutcomes, outcomeTones } from './check-outcome.ts';
import css from './posture.module.css';
import { PostureTabs } from './posture-tabs.tsx';
import { ControlChips, Remediation } from './remediation.tsx';

const filterFields = [
  'checkId',
  'resourceType',
  'framework',
  'control',
  'outcome',
  'failed',
  'passed',
  'errors',
];

/** Every check with how it fared on the resources in scope. */
export function ChecksView(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const reading = useRead('listChecks', {});
  const all = reading.data?.checks ?? none;
  const rows = useMemo(
    () =>
      sortRows(filterChecks(all, state, { withSeverity: true }).toSorted(byUrgency), state.sort, {
        severity: (row) => -severityRank(row.severity),
        title: (row) => row.title,
        failed: (row) => row.failed,
        passed: (row) => row.passed,
        errors: (row) => row.errors,
      }),
    [all, state],
  );
  const counts = useMemo(
    () => countSeverities(filterChecks(all, state, { withSeverity: false })),
    [all, state],
  );
  const columns = useCheckColumns();
  const open = all.find((check) => check.id === state.open);
  const outcome = state.pills.find((pill) => pill.field === 'outcome' && pill.op === '=');
  const outcomeCount = (value: string) =>
    formats.compact(all.filter((check) => checkOutcome(check) === value).length);
  return (
    <Page
      title={t('nav.posture')}
      filterFields={filterFields}
      fieldsShownElsewhere={['outcome']}
      aside={<PostureTabs current="checks" />}
    >
      <SplitView
        detail={open && <CheckDetail check={open} />}
        detailTitle={
          open && (
            <span className={css.detailTitle}>
              <SeverityMark severity={open.severity} form="shape" />
              {open.title}
            </span>
          )
        }
        onClose={() => update({ open: undefined })}
      >
        <DataTable
          id="checks"
          label={t('posture.checks')}
          columns={columns}
          data={{ ...localRows(reading, rows, all.length), total: reading.data ? all.length : undefined }}
          rowId={(row) => row.id}
          empty={{ title: t('posture.noChecks') }}
          toolbar={
            <>
              <SeverityTabs
                counts={reading.data && counts}
                chosen={state.severities}
                onChoose={(severities) => update({ severities, open: undefined })}
              />
              <Choice
                label={t('posture.outcome')}
                value={outcome && 'value' in outcome ? String(outcome.value) : 'all'}
                onChange={(next) =>
                  update((current) => ({
                    open: undefined,
                    pills: [
                      ...current.pills.filter((pill) => pill.field !== 'outcome'),
                      ...(next === 'all' ? [] : [{ field: 'outcome', op: '=', value: next } as const]),
                    ],
                  }))
                }
                options={[
                  { value: 'all', label: t('posture.view.all'), count: formats.compact(all.length) },
                  ...checkOutcomes.map((value) => ({
                    value,
                    label: t(`posture.outcomes.${value}`),
                    count: outcomeCount(value),
                  })),
                ]}
              />
              <SearchField label={t('posture.searchChecks')} />
            </>
          }
        />
      </SplitView>
    </Page>
  );
}

const none: readonly CheckRow[] = [];

function CheckDetail(props: { readonly check: CheckRow }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { check } = props;
  const search = { f: [formatPill({ field: 'checkId', op: '=', value: check.id })], sev: 'all' };
  const outcome = checkOutcome(check);
  return (
    <DetailStack>
      <p>{check.description}</p>
      <Facts
        rows={[
          {
            name: t('posture.outcome'),
            value: <StatusMark tone={outcomeTones[outcome]}>{t(`posture.outcomes.${outcome}`)}</StatusMark>,
          },
          { name: t('posture.severity'), value: <SeverityMark severity={check.severity} /> },
          { name: t('posture.checkId'), value: <Value field="checkId" value={check.id} isMono /> },
          {
            name: t('posture.resourceType'),
            value: <Value field="resourceType" value={check.resourceType} isMono />,
          },
          { name: t('posture.passed'), value: formats.number(check.passed) },
          { name: t('posture.failedCount'), value: formats.number(check.failed) },
          { name: t('posture.errors'), value: formats.number(check.errors) },
        ]}
      />
      {check.errors > 0 && <p className={css.warn}>{t('posture.errorsText')}</p>}
      {check.failed > 0 && (
        <div>
          <LinkButton isQuiet to="/posture" search={search}>
            {t('posture.showFindings', { count: check.failed })}
          </LinkButton>
        </div>
      )}
      <Remediation check={check} />
      <ControlChips controls={check.frameworks} />
    </DetailStack>
  );
}

function useCheckColumns(): readonly DataColumn<CheckRow>[] {
  const t = useT();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('posture.severity'),
        width: 104,
        sort: 'severity',
        cell: (row) => <SeverityMark severity={row.severity} />,
      },
      {
        id: 'title',
        header: t('posture.check'),
        isTitle: true,
        sort: 'title',
        cell: (row) => <span className={css.title}>{row.title}</span>,
      },
      {
        id: 'type',
        header: t('posture.resourceType'),
        width: 190,
        cell: (row) => <Value field="resourceType" value={row.resourceType} isMono />,
      },
      {
        id: 'outcome',
        header: t('posture.outcome'),
        width: 150,
        cell: (row) => {
          const outcome = checkOutcome(row);
          return <StatusMark tone={outcomeTones[outcome]}>{t(`posture.outcomes.${outcome}`)}</StatusMark>;
        },
      },
      {
        id: 'share',
        header: t('posture.share'),
        width: 120,
        cell: (row) => <ShareBar passed={row.passed} failed={row.failed} errors={row.errors} />,
      },
      ...(['failed', 'passed', 'errors'] as const).map((count) => ({
        id: count,
        header: t(count === 'failed' ? 'posture.failedCount' : `posture.${count}`),
        width: 86,
        align: 'end' as const,
        sort: count,
        cell: (row: CheckRow) => (
          <span className={css.count} data-kind={count} data-is-zero={row[count] === 0}>
            {formats.number(row[count])}
          </span>
        ),
      })),
      {
        id: 'controls',
        header: t('posture.controlCount'),
        width: 90,
        align: 'end',
        cell: (row) => formats.number(row.frameworks.length),
      },
    ],
    [t, formats],
  );
}

function ShareBar(props: {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
}): ReactNode {
  const total = props.passed + props.failed + props.errors;
  if (total === 0) return null;
  return (
    <span className={css.share} aria-hidden="true">
      <span data-kind="failed" style={{ flexGrow: props.failed }} />
      <span data-kind="errors" style={{ flexGrow: props.errors }} />
      <span data-kind="passed" style={{ flexGrow: props.passed }} />
    </span>
  );
}

function filterChecks(
  checks: readonly CheckRow[],
  state: ViewState,
  parts: { readonly withSeverity: boolean },
): readonly CheckRow[] {
  const filter = filterOf({ ...state, scope: [] }, parts);
  return checks.filter(
    (check) =>
      matchesFilter(filter, (name) => checkField(check, name)) &&
      matchesText(state.text, [check.id, check.title, check.resourceType, check.description]),
  );
}

function checkField(check: CheckRow, name: string) {
  switch (name) {
    case 'checkId':
      return check.id;
    case 'resourceType':
      return check.resourceType;
    case 'severity':
      return check.severity;
    case 'framework':
      return check.frameworks.map((one) => one.framework);
    case 'control':
      return check.frameworks.map((one) => one.control);
    case 'outcome':
      return checkOutcome(check);
    case 'failed':
    case 'passed':
    case 'errors':
      return check[name];
    default:
      return undefined;
  }
}

function byUrgency(a: CheckRow, b: CheckRow): number {
  return (
    Number(b.failed > 0) - Number(a.failed > 0) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    b.failed - a.failed ||
    a.title.localeCompare(b.title)
  );
}

function countSeverities(checks: readonly CheckRow[]): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const check of checks) counts[check.severity] += 1;
  return counts;
}
