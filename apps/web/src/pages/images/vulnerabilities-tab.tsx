import { type ImageReport, type Match, type Severity, severityRank } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { localRows, type SortValue, sortRows } from '../../components/local-rows.ts';
import { PillToggle } from '../../components/pill-toggle.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityMark, SeverityTabs } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { type Formats, useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import css from './images.module.css';
import { filterMatches, matchKey, shownId } from './match-filter.ts';
import { VulnerabilityDetail } from './vulnerability-detail.tsx';

const noReading = { data: true, isError: false, error: null, refetch: () => undefined };

const sortValues: Readonly<Record<string, (match: Match) => SortValue>> = {
  severity: (match) => -severityRank(match.severity),
  id: shownId,
  package: (match) => match.package.name,
  fix: (match) => match.fixedVersion,
  epss: (match) => match.epss,
  cvss: (match) => match.cvss,
};

/** Vulnerabilities of the packages in the image, the ones that matter first. */
export function VulnerabilitiesTab(props: { readonly report: ImageReport }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const { matches } = props.report;
  const kept = useMemo(() => filterMatches(matches, state, { withSeverity: true }), [matches, state]);
  const counts = useMemo(
    () => countSeverities(filterMatches(matches, state, { withSeverity: false })),
    [matches, state],
  );
  const rows = useMemo(() => sortRows(kept.toSorted(byUrgency), state.sort, sortValues), [kept, state.sort]);
  const columns = useMatchColumns(t, formats);
  const open = matches.find((match) => matchKey(match) === state.open);
  const exploited = matches.filter((match) => match.isKnownExploited).length;
  return (
    <SplitView
      detail={open && <VulnerabilityDetail match={open} report={props.report} />}
      detailTitle={
        open && (
          <span className={css.detailTitle}>
            <SeverityMark severity={open.severity} form="shape" />
            {shownId(open)}
          </span>
        )
      }
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="image-vulnerabilities"
        label={t('images.tab.vulnerabilities')}
        columns={columns}
        data={{ ...localRows(noReading, rows, matches.length), total: matches.length }}
        rowId={matchKey}
        empty={
          props.report.gaps.length > 0
            ? { title: t('images.noneExamined'), text: t('images.noneExaminedText') }
            : {
                title: t('images.noVulnerabilities'),
                text: t('images.noVulnerabilitiesText', {
                  records: formats.number(props.report.advisories.records),
                }),
              }
        }
        toolbar={
          <>
            <SeverityTabs
              counts={counts}
              chosen={state.severities}
              onChoose={(severities) => update({ severities })}
            />
            <PillToggle
              pill={{ field: 'fix', op: '=', value: 'fixed' }}
              label={t('images.fixable')}
              count={formats.compact(matches.filter((match) => match.fixState === 'fixed').length)}
            />
            <PillToggle
              pill={{ field: 'exploited', op: '=', value: 'yes' }}
              label={t('images.exploited')}
              count={formats.compact(exploited)}
            />
            <PillToggle pill={{ field: 'epss', op: '>=', value: 0.1 }} label={t('images.epssHigh')} />
            <SearchField label={t('images.searchMatches')} />
          </>
        }
      />
    </SplitView>
  );
}

function useMatchColumns(t: ReturnType<typeof useT>, formats: Formats): readonly DataColumn<Match>[] {
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('images.severity'),
        width: 104,
        sort: 'severity',
        cell: (match) => <SeverityMark severity={match.severity} />,
      },
      {
        id: 'id',
        header: t('images.vulnerability'),
        width: 190,
        isTitle: true,
        sort: 'id',
        cell: (match) => (
          <>
            <Value field="id" value={shownId(match)} isMono />
            {match.isKnownExploited && <span className={css.alarm}>{t('images.exploitedShort')}</span>}
          </>
        ),
      },
      {
        id: 'package',
        header: t('images.package'),
        width: 190,
        grow: 0.6,
        sort: 'package',
        cell: (match) => (
          <>
            <Value field="package" value={match.package.name} />
            <span className={css.version}>{match.package.version}</span>
          </>
        ),
      },
      {
        id: 'fix',
        header: t('images.fix'),
        width: 170,
        sort: 'fix',
        cell: (match) =>
          match.fixedVersion === undefined ? (
            <span className={css.soft}>{t(`images.fixState.${match.fixState}`)}</span>
          ) : (
            <Value field="fixedVersion" value={match.fixedVersion} isMono />
          ),
      },
      {
        id: 'epss',
        header: t('images.epss'),
        width: 78,
        align: 'end',
        sort: 'epss',
        cell: (match) => (match.epss === undefined ? '–' : formats.percent(match.epss)),
      },
      {
        id: 'cvss',
        header: t('images.cvss'),
        width: 66,
        align: 'end',
        sort: 'cvss',
        cell: (match) => (match.cvss === undefined ? '–' : match.cvss.toFixed(1)),
      },
      {
        id: 'summary',
        header: t('images.summary'),
        width: 240,
        grow: 1,
        cell: (match) => <span className={css.summary}>{match.summary}</span>,
      },
      {
        id: 'type',
        header: t('images.type'),
        width: 90,
        isOptional: true,
        cell: (match) => <Value field="type" value={match.package.type} />,
      },
      {
        id: 'path',
        header: t('images.path'),
        width: 280,
        isOptional: true,
        cell: (match) => <Value field="path" value={match.path} isMono />,
      },
    ],
    [t, formats],
  );
}

function byUrgency(a: Match, b: Match): number {
  return (
    Number(b.isKnownExploited) - Number(a.isKnownExploited) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    (b.epss ?? -1) - (a.epss ?? -1) ||
    a.package.name.localeCompare(b.package.name)
  );
}

function countSeverities(matches: readonly Match[]): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const match of matches) counts[match.severity] += 1;
  return counts;
}
