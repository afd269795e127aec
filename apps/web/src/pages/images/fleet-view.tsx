import type { FleetPackageRow, VulnerabilityRow } from '@breakwater/api';
import { type ReactNode, useMemo } from 'react';
import { useRows } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Page } from '../../components/page.tsx';
import { PillToggle } from '../../components/pill-toggle.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { PackageImages, VulnerabilityReach } from './fleet-detail.tsx';
import { ImageTabs } from './image-tabs.tsx';
import css from './images.module.css';

const views = ['vulnerabilities', 'packages'] as const;
type View = (typeof views)[number];

const fields: Readonly<Record<View, readonly string[]>> = {
  vulnerabilities: [
    'id',
    'package',
    'severity',
    'exploited',
    'fix',
    'epss',
    'cvss',
    'images',
    'runningTasks',
  ],
  packages: ['name', 'version', 'type', 'images', 'runningTasks', 'vulnerabilities'],
};

/** From one vulnerability, or one package, to all images that have it and to where they run. */
export default function FleetView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const view: View = state.view === 'packages' ? 'packages' : 'vulnerabilities';
  return (
    <Page title={t('nav.images')} aside={<ImageTabs />} filterFields={fields[view]}>
      <div className={css.statusBar}>
        <Choice
          label={t('fleet.view')}
          value={view}
          onChange={(next) =>
            update({
              view: next === 'packages' ? next : undefined,
              open: undefined,
              sort: undefined,
              pills: [],
              hidden: [],
            })
          }
          options={views.map((value) => ({ value, label: t(`fleet.views.${value}`) }))}
        />
      </div>
      {view === 'packages' ? <Packages /> : <Vulnerabilities />}
    </Page>
  );
}

/** What the list is asked for. Places do not narrow these rows: a vulnerability is not in one place. */
function useQueryOf() {
  const { state } = useView();
  return useMemo(() => {
    const sort = state.sort && `${state.sort.isDescending ? '-' : ''}${state.sort.column}`;
    return {
      filter: filterOf({ ...state, scope: [] }, { withSeverity: false }),
      limit: 200,
      ...(state.text === undefined ? {} : { q: state.text }),
      ...(sort === undefined ? {} : { sort }),
    };
  }, [state]);
}

function Vulnerabilities(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const rows = useRows('listVulnerabilities', { query: useQueryOf() }, { refetchMs: 60_000 });
  return (
    <SplitView
      detail={state.open === undefined ? undefined : <VulnerabilityReach key={state.open} id={state.open} />}
      detailTitle={<span className={css.detailTitle}>{state.open}</span>}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="fleet-vulnerabilities"
        label={t('fleet.views.vulnerabilities')}
        columns={useVulnerabilityColumns()}
        data={rows}
        rowId={(row) => row.id}
        empty={{ title: t('fleet.noVulnerabilities'), text: t('fleet.noVulnerabilitiesText') }}
        toolbar={
          <>
            <PillToggle pill={{ field: 'severity', op: '>=', value: 'high' }} label={t('fleet.serious')} />
            <PillToggle pill={{ field: 'runningTasks', op: '>', value: 0 }} label={t('fleet.running')} />
            <PillToggle pill={{ field: 'exploited', op: '=', value: 'yes' }} label={t('images.exploited')} />
            <PillToggle pill={{ field: 'fix', op: '=', value: 'yes' }} label={t('images.fixable')} />
            <SearchField label={t('fleet.search')} />
          </>
        }
      />
    </SplitView>
  );
}

function Packages(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const rows = useRows('listFleetPackages', { query: useQueryOf() });
  return (
    <SplitView
      detail={state.open === undefined ? undefined : <PackageImages key={state.open} purl={state.open} />}
      detailTitle={<span className={css.detailTitle}>{state.open}</span>}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="fleet-packages"
        label={t('fleet.views.packages')}
        columns={usePackageColumns()}
        data={rows}
        rowId={(row) => row.purl}
        empty={{ title: t('images.noPackages'), text: t('fleet.noPackagesText') }}
        toolbar={
          <>
            <PillToggle pill={{ field: 'runningTasks', op: '>', value: 0 }} label={t('fleet.running')} />
            <SearchField label={t('images.searchPackages')} />
          </>
        }
      />
    </SplitView>
  );
}

function useVulnerabilityColumns(): readonly DataColumn<VulnerabilityRow>[] {
  const t = useT();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('images.severity'),
        width: 104,
        sort: 'severity',
        cell: (row) => <SeverityMark severity={row.severity} />,
      },
      {
        id: 'id',
        header: t('images.vulnerability'),
        width: 200,
        isTitle: true,
        sort: 'id',
        cell: (row) => (
          <>
            <Value field="id" value={row.id} isMono />
            {row.isKnownExploited && <span className={css.alarm}>{t('images.exploitedShort')}</span>}
          </>
        ),
      },
      {
        id: 'packages',
        header: t('images.packages'),
        width: 200,
        grow: 0.6,
        cell: (row) => (
          <Value field="package" value={row.packages[0]}>
            {row.packages.join(', ')}
          </Value>
        ),
      },
      {
        id: 'images',
        header: t('nav.images'),
        width: 88,
        align: 'end',
        sort: 'images',
        cell: (row) => formats.number(row.images),
      },
      {
        id: 'tasks',
        header: t('images.runningTasks'),
        width: 118,
        align: 'end',
        sort: 'runningTasks',
        cell: (row) => (
          <span className={css.count} data-is-zero={row.runningTasks === 0}>
            {formats.number(row.runningTasks)}
          </span>
        ),
      },
      {
        id: 'fix',
        header: t('images.fix'),
        width: 90,
        cell: (row) => t(row.hasFix ? 'images.fixState.fixed' : 'images.fixState.not-fixed'),
      },
      {
        id: 'epss',
        header: t('images.epss'),
        width: 78,
        align: 'end',
        sort: 'epss',
        cell: (row) => (row.epss === undefined ? '–' : formats.percent(row.epss)),
      },
      {
        id: 'cvss',
        header: t('images.cvss'),
        width: 66,
        align: 'end',
        sort: 'cvss',
        cell: (row) => (row.cvss === undefined ? '–' : row.cvss.toFixed(1)),
      },
      {
        id: 'summary',
        header: t('images.summary'),
        width: 240,
        grow: 1,
        cell: (row) => <span className={css.summary}>{row.summary}</span>,
      },
    ],
    [t, formats],
  );
}

function usePackageColumns(): readonly DataColumn<FleetPackageRow>[] {
  const t = useT();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('images.package'),
        width: 220,
        grow: 1,
        isTitle: true,
        sort: 'name',
        cell: (row) => <Value field="name" value={row.name} />,
      },
      {
        id: 'version',
        header: t('images.version'),
        width: 200,
        cell: (row) => <Value field="version" value={row.version} isMono />,
      },
      {
        id: 'type',
        header: t('images.type'),
        width: 100,
        cell: (row) => <Value field="type" value={row.type} />,
      },
      {
        id: 'images',
        header: t('nav.images'),
        width: 90,
        align: 'end',
        sort: 'images',
        cell: (row) => formats.number(row.images),
      },
      {
        id: 'tasks',
        header: t('images.runningTasks'),
        width: 118,
        align: 'end',
        sort: 'runningTasks',
        cell: (row) => (
          <span className={css.count} data-is-zero={row.runningTasks === 0}>
            {formats.number(row.runningTasks)}
          </span>
        ),
      },
      {
        id: 'vulnerabilities',
        header: t('images.vulnerabilities'),
        width: 130,
        align: 'end',
        sort: 'vulnerabilities',
        cell: (row) => (
          <span className={css.count} data-is-zero={row.vulnerabilities === 0}>
            {formats.number(row.vulnerabilities)}
          </span>
        ),
      },
      {
        id: 'purl',
        header: t('fleet.purl'),
        width: 320,
        isOptional: true,
        cell: (row) => <code className={css.summary}>{row.purl}</code>,
      },
    ],
    [t, formats],
  );
}
