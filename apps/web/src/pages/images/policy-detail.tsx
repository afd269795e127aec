import type { ImagePolicyRow, ImagePolicyVersion } from '@breakwater/api';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Facts } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { formatPill } from '../../state/pill.ts';
import { useView } from '../../state/view.ts';
import { TextDiff } from '../rules/text-diff-lazy.ts';
import { imagePolicyReads } from './image-reads.ts';
import css from './images.module.css';
import policyCss from './policies.module.css';

/** One policy: what it says, who fails it, what it said before. */
export function PolicyDetail(props: {
  readonly policy: ImagePolicyRow;
  readonly canEdit: boolean;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { policy, canEdit } = props;
  const detail = useRead('getImagePolicy', { params: { id: policy.id } });
  return (
    <DetailStack>
      {policy.error !== undefined && (
        <p role="alert" className={css.warn}>
          {policy.error}
        </p>
      )}
      {policy.description !== undefined && <p>{policy.description}</p>}
      <Facts
        rows={[
          {
            name: t('imagePolicies.failed'),
            value: (
              <Link
                to="/images"
                search={{ f: [formatPill({ field: 'failedPolicy', op: '=', value: policy.name })] }}
                className={css.link}
              >
                {t('imagePolicies.failedImages', { count: policy.failed })}
              </Link>
            ),
          },
          {
            name: t('imagePolicies.updated'),
            value: `${formats.moment(Date.parse(policy.updatedAt))}, ${policy.updatedBy}`,
          },
          { name: t('imagePolicies.revision'), value: formats.number(policy.revision) },
        ]}
      />
      {canEdit && <Buttons policy={policy} text={detail.data?.text} />}
      <DetailBlock title={t('imagePolicies.text')}>
        <DetailState reading={detail} failedTitle={t('imagePolicies.loadFailed')}>
          {(data) => <CodeBlock label={t('imagePolicies.text')} text={data.text} />}
        </DetailState>
      </DetailBlock>
      <DetailBlock title={t('imagePolicies.versions')}>
        <Versions policy={policy} canEdit={canEdit} />
      </DetailBlock>
    </DetailStack>
  );
}

function Buttons(props: { readonly policy: ImagePolicyRow; readonly text: string | undefined }): ReactNode {
  const t = useT();
  const { update } = useView();
  const { policy, text } = props;
  const { id, revision, isEnabled, name } = policy;
  const change = useChange('updateImagePolicy', imagePolicyReads);
  return (
    <div className={policyCss.buttons}>
      <LinkButton to="/images/policies/edit" search={{ open: id }}>
        {t('imagePolicies.edit')}
      </LinkButton>
      <LinkButton to="/images/policies/new" search={{ open: id }} isQuiet>
        {t('imagePolicies.copy')}
      </LinkButton>
      <Button
        variant="default"
        disabled={text === undefined}
        loading={change.isPending}
        onClick={() =>
          change.mutate({
            params: { id },
            query: { revision },
            body: { text: text ?? '', isEnabled: !isEnabled },
          })
        }
      >
        {t(isEnabled ? 'imagePolicies.disable' : 'imagePolicies.enable')}
      </Button>
      {policy.origin === 'custom' && (
        <ConfirmButton
          label={t('imagePolicies.delete')}
          name={t('imagePolicies.deleteName', { name })}
          title={t('imagePolicies.deleteTitle', { name })}
          route="deleteImagePolicy"
          input={{ params: { id } }}
          invalidates={imagePolicyReads}
          onDone={() => update({ open: undefined })}
          isRegular
        >
          {t('imagePolicies.deleteText')}
        </ConfirmButton>
      )}
      {change.error && (
        <p role="alert" className={css.warn}>
          {errorMessage(change.error, t)}
        </p>
      )}
    </div>
  );
}

function Versions(props: { readonly policy: ImagePolicyRow; readonly canEdit: boolean }): ReactNode {
  const t = useT();
  const reading = useRead('listImagePolicyVersions', { params: { id: props.policy.id } });
  return (
    <DetailState reading={reading} failedTitle={t('imagePolicies.loadFailed')}>
      {({ versions }) => (
        <ol className={policyCss.versions}>
          {versions.map((version, index) => (
            <Version
              key={version.revision}
              version={version}
              before={versions[index + 1]}
              policy={props.policy}
              canRestore={props.canEdit && index > 0}
            />
          ))}
        </ol>
      )}
    </DetailState>
  );
}

function Version(props: {
  readonly version: ImagePolicyVersion;
  readonly before: ImagePolicyVersion | undefined;
  readonly policy: ImagePolicyRow;
  readonly canRestore: boolean;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { version, before, policy, canRestore } = props;
  const { revision } = version;
  const hasDiff = before !== undefined && before.text !== version.text;
  return (
    <li className={policyCss.version}>
      <div className={policyCss.versionHead}>
        <span>
          {revision}. {version.change}{' '}
          <span className={css.soft}>
            {formats.moment(Date.parse(version.at))}, {version.by}
          </span>
        </span>
        <span className={policyCss.versionButtons}>
          {hasDiff && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => setOpen(!isOpen)}
              aria-expanded={isOpen}
            >
              {t('imagePolicies.difference')}
            </Button>
          )}
          {canRestore && (
            <ConfirmButton
              label={t('imagePolicies.restore')}
              name={t('imagePolicies.restoreName', { revision })}
              title={t('imagePolicies.restoreTitle', { revision })}
              route="restoreImagePolicy"
              input={{ params: { id: policy.id }, body: { revision } }}
              invalidates={imagePolicyReads}
            >
              {t('imagePolicies.restoreText')}
            </ConfirmButton>
          )}
        </span>
      </div>
      {isOpen && hasDiff && (
        <Suspense>
          <TextDiff label={t('imagePolicies.difference')} before={before.text} after={version.text} />
        </Suspense>
      )}
    </li>
  );
}
