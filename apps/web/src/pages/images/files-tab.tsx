import type { FileFinding, FileFindingKind, ImageReport } from '@breakwater/model';
import { severityRank } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { Badge } from '../../components/badge.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { DetailBlock, DetailStack } from '../../components/detail.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { Facts } from '../../components/page.tsx';
import { PillToggle } from '../../components/pill-toggle.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { type FieldValue, matchesFilter, matchesText } from '../../state/local-filter.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { AcceptRisk } from './accept-risk.tsx';
import css from './images.module.css';
import { layerOf } from './layer-text.ts';

const noReading = { data: true, isError: false, error: null, refetch: () => undefined };
const none: readonly FileFinding[] = [];

export const fileFields: readonly string[] = ['kind', 'path', 'check', 'layer', 'deleted'];

/** Files of the layers that should not be there, or not like this: also those that a later layer deletes. */
export function FilesTab(props: { readonly report: ImageReport }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const { report } = props;
  const all = report.fileFindings ?? none;
  const rows = useMemo(() => {
    const filter = filterOf({ ...state, scope: [] }, { withSeverity: false });
    const kept = all.filter(
      (file) =>
        matchesFilter(filter, (name) => fileField(file, name)) &&
        matchesText(state.text, [file.path, file.title, file.checkId]),
    );
    const worstFirst = kept.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
    return sortRows(worstFirst, state.sort, {
      severity: (file) => -severityRank(file.severity),
      kind: (file) => file.kind,
      path: (file) => file.path,
    });
  }, [all, state]);
  const kinds = useMemo(() => countKinds(all), [all]);
  const columns = useFileColumns(t, report);
  const open = all.find((file) => fileKey(file) === state.open);
  if (report.fileFindings === undefined) return <p className={css.lead}>{t('images.filesNotLooked')}</p>;
  return (
    <SplitView
      detail={open && <FileDetail file={open} report={report} />}
      detailTitle={open && <span className={css.detailTitle}>{open.title}</span>}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="image-files"
        label={t('images.tab.files')}
        columns={columns}
        data={{ ...localRows(noReading, rows, all.length), total: all.length }}
        rowId={fileKey}
        empty={
          report.gaps.length > 0
            ? { title: t('images.noneExamined'), text: t('images.filesNoneExamined') }
            : { title: t('images.filesGood'), text: t('images.filesGoodText') }
        }
        toolbar={
          <>
            <FacetSelect
              field="kind"
              label={t('images.fileKind')}
              options={kinds.map(({ value, count }) => ({
                value,
                count,
                label: t(`images.fileKinds.${value}`),
              }))}
            />
            <PillToggle
              pill={{ field: 'deleted', op: '=', value: 'yes' }}
              label={t('images.deletedFiles')}
              count={formats.compact(all.filter((file) => file.isDeleted).length)}
            />
            <SearchField label={t('images.searchFiles')} />
          </>
        }
      />
    </SplitView>
  );
}

function useFileColumns(t: ReturnType<typeof useT>, report: ImageReport): readonly DataColumn<FileFinding>[] {
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('images.severity'),
        width: 104,
        sort: 'severity',
        cell: (file) => <SeverityMark severity={file.severity} />,
      },
      {
        id: 'title',
        header: t('images.finding'),
        width: 240,
        grow: 1,
        isTitle: true,
        cell: (file) => (
          <>
            <span className={css.name}>{file.title}</span>
            {file.isDeleted && <Badge>{t('images.deleted')}</Badge>}
          </>
        ),
      },
      {
        id: 'kind',
        header: t('images.fileKind'),
        width: 150,
        sort: 'kind',
        cell: (file) => (
          <Value field="kind" value={file.kind}>
            {t(`images.fileKinds.${file.kind}`)}
          </Value>
        ),
      },
      {
        id: 'path',
        header: t('images.path'),
        width: 280,
        grow: 1,
        sort: 'path',
        cell: (file) => <Value field="path" value={file.path} isMono />,
      },
      {
        id: 'layer',
        header: t('images.layer'),
        width: 240,
        isOptional: true,
        cell: (file) => (
          <Value field="layer" value={file.layer}>
            {layerOf(report.layers, file.layer) ?? file.layer}
          </Value>
        ),
      },
      {
        id: 'check',
        header: t('images.rule'),
        width: 200,
        isOptional: true,
        cell: (file) => <Value field="check" value={file.checkId} isMono />,
      },
    ],
    [t, report.layers],
  );
}

function FileDetail(props: { readonly file: FileFinding; readonly report: ImageReport }): ReactNode {
  const t = useT();
  const { file, report } = props;
  const layer = layerOf(report.layers, file.layer);
  return (
    <DetailStack>
      {file.isDeleted && <p className={css.warn}>{t('images.deletedText')}</p>}
      <Facts
        rows={[
          { name: t('images.severity'), value: <SeverityMark severity={file.severity} /> },
          {
            name: t('images.path'),
            value: (
              <code className={css.wrap}>
                {file.line === undefined ? file.path : `${file.path}:${file.line}`}
              </code>
            ),
          },
          { name: t('images.layer'), value: <span className={css.wrap}>{layer ?? file.layer ?? ''}</span> },
          { name: t('images.rule'), value: <code className={css.wrap}>{file.checkId}</code> },
        ]}
      />
      <DetailBlock title={t('images.evidence')}>
        <p className={css.evidence}>{file.evidence}</p>
      </DetailBlock>
      <DetailBlock title={t('images.remedy')}>
        <p className={css.remedy}>{file.remediation}</p>
      </DetailBlock>
      <AcceptRisk risk={{ kind: 'file', subject: file.checkId, path: file.path }} image={report} />
    </DetailStack>
  );
}

function fileKey(file: FileFinding): string {
  return `${file.checkId} ${file.layer ?? ''} ${file.path} ${file.line ?? ''}`;
}

function fileField(file: FileFinding, name: string): FieldValue {
  switch (name) {
    case 'kind':
      return file.kind;
    case 'path':
      return file.path;
    case 'check':
      return file.checkId;
    case 'layer':
      return file.layer;
    case 'deleted':
      return file.isDeleted ? 'yes' : 'no';
    default:
      return undefined;
  }
}

function countKinds(
  files: readonly FileFinding[],
): readonly { readonly value: FileFindingKind; readonly count: number }[] {
  const counts = new Map<FileFindingKind, number>();
  for (const { kind } of files) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
