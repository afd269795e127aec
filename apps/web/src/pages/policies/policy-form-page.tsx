import { type PolicyRow, policyBodyOf } from '@breakwater/api';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { DetailState } from '../../components/detail.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import css from './policies.module.css';
import { PolicyForm } from './policy-form.tsx';

/** `/policies/new`, `/policies/new?open=ID` (a copy of that one) and `/policies/edit?open=ID`. */
export default function PolicyFormPage(): ReactNode {
  const t = useT();
  const { state } = useView();
  const { _splat: path } = useParams({ strict: false });
  const isAdministrator = useSession()?.isAdministrator === true;
  const isNew = path === 'new';
  const id = state.open;
  return (
    <Page
      title={t(isNew ? 'policies.newTitle' : 'policies.editTitle')}
      layout="flow"
      before={
        <Link
          to="/policies"
          className={css.link}
          search={(before) => ({ ...carrySearch(before), ...(id === undefined ? {} : { open: id }) })}
        >
          {t('policies.tab.policies')}
        </Link>
      }
    >
      {!isAdministrator ? (
        <MessagePanel icon="info" title={t('settings.notAllowed')}>
          {t('settings.notAllowedText')}
        </MessagePanel>
      ) : id === undefined ? (
        <PolicyForm />
      ) : (
        <KnownPolicy key={id} id={id} isCopy={isNew} />
      )}
    </Page>
  );
}

function KnownPolicy(props: { readonly id: string; readonly isCopy: boolean }): ReactNode {
  const t = useT();
  const policy = useRead('getPolicy', { params: { id: props.id } });
  return (
    <DetailState reading={policy} failedTitle={t('policies.failed')}>
      {(data) =>
        props.isCopy ? (
          <PolicyForm start={{ ...policyBodyOf(data), name: t('policies.copyOf', { name: data.name }) }} />
        ) : (
          <EditForm policy={data} />
        )
      }
    </DetailState>
  );
}

/** Starts from the policy as it is now; a newer one does not disturb what is being written, until it is saved. */
function EditForm(props: { readonly policy: PolicyRow }): ReactNode {
  return <PolicyForm policy={props.policy} start={policyBodyOf(props.policy)} />;
}
