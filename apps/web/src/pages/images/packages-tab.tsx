import type { LicenseCategory } from '@breakwater/api';
import type { ImageReport, Package } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { SearchField } from '../../components/search-field.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { type FieldValue, matchesFilter, matchesText } from '../../state/local-filter.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import css from './images.module.css';
import { layerOf } from './layer-text.ts';
import { PackageDetail, type PackageRow } from './package-detail.tsx';

const noReading = { data: true, isError: false, error: null, refetch: () => undefined };

/** From what asks for nothing to what asks for everything. */
const licenseCategories: readonly LicenseCategory[] = [
  'public-domain',
  'permissive',
  'weak-copyleft',
  'unknown',
  'strong-copyleft',
  'network-copyleft',
  'proprietary',
];

/** What is installed in the image, and where. */
export function PackagesTab(props: {
  readonly report: ImageReport;
  /** What the licences of each package ask for, in the order of the packages. */
  readonly categories: readonly LicenseCategory[];
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const { report, categories } = props;
  const all = useMemo(() => packageRows(report, categories), [report, categories]);
  const rows = useMemo(() => {
    const filter = filterOf({ ...state, scope: [] }, { withSeverity: false });
    const kept = all.filter(
      (row) =>
        matchesFilter(filter, (name) => (name === 'category' ? row.category : packageField(row.pkg, name))) &&
        matchesText(state.text, [row.pkg.name, row.pkg.version, row.pkg.purl, row.pkg.locations[0]?.path]),
    );
    return sortRows(kept, state.sort, {
      name: (row) => row.pkg.name,
      type: (row) => row.pkg.type,
      category: (row) => licenseCategories.indexOf(row.category),
      vulnerabilities: (row) => row.vulnerabilities,
    });
  }, [all, state]);
  const types = useMemo(() => countBy(all.map((row) => row.pkg.type)), [all]);
  const licenses = useMemo(() => countBy(all.map((row) => row.category)), [all]);
  const columns = useMemo(
    (): readonly DataColumn<PackageRow>[] => [
      {
        id: 'name',
        header: t('images.package'),
        isTitle: true,
        sort: 'name',
        cell: (row) => <Value field="name" value={row.pkg.name} />,
      },
      {
        id: 'version',
        header: t('images.version'),
        width: 190,
        cell: (row) => <Value field="version" value={row.pkg.version} isMono />,
      },
      {
        id: 'type',
        header: t('images.type'),
        width: 90,
        sort: 'type',
        cell: (row) => <Value field="type" value={row.pkg.type} />,
      },
      {
        id: 'vulnerabilities',
        header: t('images.vulnerabilities'),
        width: 120,
        align: 'end',
        sort: 'vulnerabilities',
        cell: (row) => (
          <span className={css.count} data-is-zero={row.vulnerabilities === 0}>
            {formats.number(row.vulnerabilities)}
          </span>
        ),
      },
      {
        id: 'licenses',
        header: t('images.licenses'),
        width: 170,
        cell: (row) => <Value field="license" value={row.pkg.licenses.join(', ')} />,
      },
      {
        id: 'category',
        header: t('images.licenseCategory'),
        width: 140,
        sort: 'category',
        cell: (row) => (
          <Value field="category" value={row.category}>
            {t(`images.licenseCategories.${row.category}`)}
          </Value>
        ),
      },
      {
        id: 'path',
        header: t('images.path'),
        width: 260,
        grow: 1,
        cell: (row) => <Value field="path" value={row.pkg.locations[0]?.path} isMono />,
      },
      {
        id: 'layer',
        header: t('images.layer'),
        width: 240,
        isOptional: true,
        cell: (row) => {
          const layer = row.pkg.locations[0]?.layer;
          return (
            <Value field="layer" value={layer}>
              {layerOf(report.layers, layer) ?? layer}
            </Value>
          );
        },
      },
      {
        id: 'owner',
        header: t('images.packageOwner'),
        width: 220,
        isOptional: true,
        cell: (row) => <Value field="owner" value={row.pkg.owner} isMono />,
      },
      {
        id: 'foundBy',
        header: t('images.foundBy'),
        width: 120,
        isOptional: true,
        cell: (row) => <Value field="foundBy" value={row.pkg.foundBy} />,
      },
    ],
    [t, formats, report.layers],
  );
  const distro = report.sbom.distro;
  const open = all.find((row) => rowKey(row.pkg) === state.open);
  return (
    <SplitView
      detail={open && <PackageDetail row={open} report={report} />}
      detailTitle={open && `${open.pkg.name} ${open.pkg.version}`}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="image-packages"
        label={t('images.tab.packages')}
        columns={columns}
        data={{ ...localRows(noReading, rows, all.length), total: all.length }}
        rowId={(row) => rowKey(row.pkg)}
        empty={{ title: t('images.noPackages'), text: t('images.noPackagesText') }}
        toolbar={
          <>
            <SearchField label={t('images.searchPackages')} />
            <FacetSelect field="type" label={t('images.type')} options={types} />
            <FacetSelect
              field="category"
              label={t('images.licenseCategory')}
              options={licenses.map(({ value, count }) => ({
                value,
                count,
                label: t(`images.licenseCategories.${value}`),
              }))}
            />
            {distro && <span className={css.soft}>{distro.prettyName ?? distro.id}</span>}
          </>
        }
      />
    </SplitView>
  );
}

function packageRows(report: ImageReport, categories: readonly LicenseCategory[]): readonly PackageRow[] {
  const counts = new Map<string, number>();
  for (const match of report.matches) {
    const key = `${match.package.purl} ${match.path ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found = (pkg: Package) =>
    [...new Set(['', ...pkg.locations.map((location) => location.path)])].reduce(
      (sum, path) => sum + (counts.get(`${pkg.purl} ${path}`) ?? 0),
      0,
    );
  return report.sbom.packages.map((pkg, index) => ({
    pkg,
    vulnerabilities: found(pkg),
    category: categories[index] ?? 'unknown',
  }));
}

function rowKey(pkg: Package): string {
  return `${pkg.purl} ${pkg.locations[0]?.path ?? ''}`;
}

function packageField(pkg: Package, name: string): FieldValue {
  switch (name) {
    case 'name':
    case 'package':
      return pkg.name;
    case 'version':
      return pkg.version;
    case 'type':
      return pkg.type;
    case 'license':
      return pkg.licenses.length > 1 ? [...pkg.licenses, pkg.licenses.join(', ')] : pkg.licenses;
    case 'path':
      return pkg.locations.map((location) => location.path);
    case 'layer':
      return pkg.locations.flatMap((location) => location.layer ?? []);
    case 'owner':
      return pkg.owner;
    case 'foundBy':
      return pkg.foundBy;
    default:
      return undefined;
  }
}

function countBy<V extends string>(
  values: readonly V[],
): readonly { readonly value: V; readonly count: number }[] {
  const counts = new Map<V, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
