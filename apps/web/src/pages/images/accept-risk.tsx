import type { AcceptedWhere, AcceptRiskBody } from '@breakwater/api';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { usePermission, useSession } from '../../api/session.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { riskReads } from './image-reads.ts';
import css from './risks.module.css';

/** What a risk would be accepted for. */
export type Risk = Pick<AcceptRiskBody, 'kind' | 'subject' | 'package' | 'path'>;

export interface AcceptRiskProps {
  readonly risk: Risk;
  readonly image: { readonly digest: string; readonly repository?: string };
}

const dayMs = 86_400_000;
const whereKinds = ['image', 'repository', 'everywhere'] as const;

/** Opens the form; not there for who may not accept. */
export function AcceptRisk(props: AcceptRiskProps): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const session = useSession();
  const canRespond = usePermission('respond');
  if (!session || !canRespond) return null;
  return (
    <>
      <Button variant="default" size="xs" className={css.open} onClick={() => setOpen(true)}>
        {t('risks.accept')}
      </Button>
      <Modal.Root opened={isOpen} onClose={() => setOpen(false)} centered size={480}>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body className={css.dialog}>
            <Modal.Title className={css.title}>
              {t('risks.acceptTitle', { subject: props.risk.subject })}
            </Modal.Title>
            <AcceptForm {...props} username={session.user.username} onDone={() => setOpen(false)} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

function AcceptForm(
  props: AcceptRiskProps & { readonly username: string; readonly onDone: () => void },
): ReactNode {
  const t = useT();
  const { risk, image, onDone } = props;
  const accept = useChange('acceptRisk', riskReads);
  const [kind, setKind] = useState<AcceptedWhere['kind']>('image');
  const [isAnyPackage, setAnyPackage] = useState(risk.package === undefined);
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState(props.username);
  const [expires, setExpires] = useState(() => new Date(Date.now() + 30 * dayMs).toISOString().slice(0, 10));
  const problems = formProblems(accept.error, ['reason', 'expires', 'owner', 'where'], t);
  const isReady = reason.trim() !== '' && expires !== '';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady) return;
    const { package: only, ...rest } = risk;
    const body: AcceptRiskBody = {
      ...rest,
      ...(only === undefined || isAnyPackage ? {} : { package: only }),
      where: whereOf(kind, image),
      reason: reason.trim(),
      expires,
      ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    };
    accept.mutate({ body }, { onSuccess: onDone });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <p className={css.hint}>
        {t(risk.kind === 'package' ? 'risks.acceptPackageText' : 'risks.acceptText')}
      </p>
      <NativeSelect
        label={t('risks.where')}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as AcceptedWhere['kind'])}
        error={problems.at('where')}
        data={whereKinds
          .filter((value) => value !== 'repository' || image.repository !== undefined)
          .map((value) => ({
            value,
            label: t(`risks.whereLong.${value}`, { repository: image.repository ?? '' }),
          }))}
      />
      {risk.package !== undefined && (
        <NativeSelect
          label={t('risks.package')}
          value={isAnyPackage ? 'any' : 'one'}
          onChange={(event) => setAnyPackage(event.currentTarget.value === 'any')}
          data={[
            { value: 'one', label: t('risks.onlyIn', { name: risk.package }) },
            { value: 'any', label: t('risks.anyPackage') },
          ]}
        />
      )}
      <TextInput
        label={t('risks.reason')}
        description={t('risks.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={problems.at('reason')}
        maxLength={2000}
        autoComplete="off"
        data-autofocus
      />
      <div className={css.line}>
        <TextInput
          type="date"
          label={t('risks.expires')}
          value={expires}
          onChange={(event) => setExpires(event.currentTarget.value)}
          error={problems.at('expires')}
        />
        <TextInput
          label={t('risks.owner')}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          error={problems.at('owner')}
          maxLength={200}
          autoComplete="off"
        />
      </div>
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={accept.isPending} disabled={!isReady}>
          {t('risks.accept')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </FormEnd>
    </form>
  );
}

function whereOf(kind: AcceptedWhere['kind'], image: AcceptRiskProps['image']): AcceptedWhere {
  if (kind === 'image') return { kind, digest: image.digest };
  return kind === 'repository' && image.repository !== undefined
    ? { kind, repository: image.repository }
    : { kind: 'everywhere' };
}
