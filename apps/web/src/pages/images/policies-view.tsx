import type { ImagePolicyRow } from '@breakwater/api';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { Badge } from '../../components/badge.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { PartialNotice } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { matchesText } from '../../state/local-filter.ts';
import { useNow } from '../../state/now.ts';
import { useView } from '../../state/view.ts';
import { ImageTabs } from './image-tabs.tsx';
import css from './images.module.css';
import { PolicyDetail } from './policy-detail.tsx';

const none: readonly ImagePolicyRow[] = [];

/** The policies that images are judged by, and how many images fail each. */
export default function PoliciesView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const isAdministrator = useSession()?.isAdministrator === true;
  const [isJudging, setJudging] = useState(false);
  const reading = useRead('listImagePolicies', {}, { refetchMs: isJudging ? 1000 : 10_000 });
  const all = reading.data?.policies ?? none;
  const rows = useMemo(() => {
    const kept = all.filter((policy) => matchesText(state.text, [policy.name, policy.description]));
    const byUse = kept.toSorted(
      (a, b) => Number(b.isEnabled) - Number(a.isEnabled) || a.name.localeCompare(b.name),
    );
    return sortRows(byUse, state.sort, {
      name: (policy) => policy.name,
      status: (policy) => Number(!policy.isEnabled),
      failed: (policy) => policy.failed,
      updatedAt: (policy) => policy.updatedAt,
    });
  }, [all, state]);
  const columns = usePolicyColumns();
  const open = all.find(({ id }) => id === state.open);
  const pending = reading.data?.pending ?? 0;
  useEffect(() => setJudging(pending > 0), [pending]);
  return (
    <Page
      title={t('nav.images')}
      aside={<ImageTabs />}
      actions={
        isAdministrator && (
          <LinkButton to="/images/policies/new" icon="plus">
            {t('imagePolicies.new')}
          </LinkButton>
        )
      }
    >
      {pending > 0 && <PartialNotice>{t('imagePolicies.pending', { count: pending })}</PartialNotice>}
      <SplitView
        detail={open && <PolicyDetail key={open.id} policy={open} canEdit={isAdministrator} />}
        detailTitle={open && <span className={css.detailTitle}>{open.name}</span>}
        onClose={() => update({ open: undefined })}
      >
        <DataTable
          id="image-policies"
          label={t('images.page.policies')}
          columns={columns}
          data={{ ...localRows(reading, rows, all.length), total: reading.data ? all.length : undefined }}
          rowId={(row) => row.id}
          empty={{ title: t('imagePolicies.empty'), text: t('imagePolicies.emptyText') }}
          toolbar={<SearchField label={t('imagePolicies.search')} />}
        />
      </SplitView>
    </Page>
  );
}

function usePolicyColumns(): readonly DataColumn<ImagePolicyRow>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('imagePolicies.name'),
        width: 220,
        grow: 1,
        isTitle: true,
        sort: 'name',
        cell: (row) => (
          <>
            <span className={css.name}>{row.name}</span>
            {row.origin === 'shipped' && (
              <Badge>{t(row.isEdited ? 'imagePolicies.shippedEdited' : 'imagePolicies.shipped')}</Badge>
            )}
          </>
        ),
      },
      {
        id: 'status',
        header: t('images.statusLabel'),
        width: 120,
        sort: 'status',
        cell: (row) => (
          <StatusMark tone={row.error !== undefined ? 'warn' : row.isEnabled ? 'good' : 'quiet'}>
            {t(
              row.error !== undefined
                ? 'imagePolicies.broken'
                : row.isEnabled
                  ? 'imagePolicies.on'
                  : 'imagePolicies.off',
            )}
          </StatusMark>
        ),
      },
      {
        id: 'failed',
        header: t('imagePolicies.failed'),
        width: 120,
        align: 'end',
        sort: 'failed',
        cell: (row) => (
          <span className={css.count} data-is-zero={row.failed === 0} data-is-alarming={row.failed > 0}>
            {formats.number(row.failed)}
          </span>
        ),
      },
      {
        id: 'gates',
        header: t('imagePolicies.gates'),
        width: 80,
        align: 'end',
        cell: (row) => formats.number(row.gates),
      },
      {
        id: 'description',
        header: t('imagePolicies.description'),
        width: 260,
        grow: 2,
        cell: (row) => <span className={css.summary}>{row.description ?? ''}</span>,
      },
      {
        id: 'updatedAt',
        header: t('imagePolicies.updated'),
        width: 130,
        sort: 'updatedAt',
        cell: (row) => (
          <time dateTime={row.updatedAt} title={formats.moment(Date.parse(row.updatedAt))}>
            {formats.age(Date.parse(row.updatedAt), now)}
          </time>
        ),
      },
      {
        id: 'updatedBy',
        header: t('imagePolicies.by'),
        width: 130,
        isOptional: true,
        cell: (row) => row.updatedBy,
      },
    ],
    [t, formats, now],
  );
}
