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
import css from './images.module.css';
import { newPolicyText } from './new-policy-text.ts';
import { PolicyForm } from './policy-form.tsx';

/** `/images/policies/new`, `…/new?open=ID` (a copy of that one) and `…/edit?open=ID`. */
export default function PolicyPage(): ReactNode {
  const t = useT();
  const { state } = useView();
  const { _splat: path } = useParams({ strict: false });
  const isAdministrator = useSession()?.isAdministrator === true;
  const isNew = path === 'policies/new';
  const id = state.open;
  return (
    <Page
      title={t(isNew ? 'imagePolicies.newTitle' : 'imagePolicies.editTitle')}
      layout="flow"
      before={
        <Link
          to="/images/policies"
          className={css.back}
          search={(before) => ({ ...carrySearch(before), ...(id === undefined ? {} : { open: id }) })}
        >
          {t('images.page.policies')}
        </Link>
      }
    >
      {!isAdministrator ? (
        <MessagePanel icon="info" title={t('settings.notAllowed')}>
          {t('settings.notAllowedText')}
        </MessagePanel>
      ) : id === undefined ? (
        <PolicyForm text={newPolicyText} isEnabled />
      ) : (
        <KnownPolicy key={id} id={id} isCopy={isNew} />
      )}
    </Page>
  );
}

function KnownPolicy(props: { readonly id: string; readonly isCopy: boolean }): ReactNode {
  const t = useT();
  const reading = useRead('getImagePolicy', { params: { id: props.id } });
  return (
    <DetailState reading={reading} failedTitle={t('imagePolicies.loadFailed')}>
      {(policy) =>
        props.isCopy ? (
          <PolicyForm
            text={policy.text.replace(/^name:.*$/m, `name: ${policy.name}-copy`)}
            isEnabled={false}
          />
        ) : (
          <PolicyForm policy={policy} text={policy.text} isEnabled={policy.isEnabled} />
        )
      }
    </DetailState>
  );
}
