import type { CheckRow } from '@breakwater/api';
import type { Finding } from '@breakwater/model';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { carrySearch } from '../../state/search.ts';
import css from './posture.module.css';
import { findingTones } from './posture-view.ts';
import { ControlChips, Remediation } from './remediation.tsx';

export function FindingTitle(props: { readonly id: string }): ReactNode {
  const finding = useRead('getFinding', { params: { id: props.id } });
  if (!finding.data) return null;
  return (
    <span className={css.detailTitle}>
      <SeverityMark severity={finding.data.severity} form="shape" />
      <span>{finding.data.title}</span>
    </span>
  );
}

/** One finding: the facts that were read, why it matters, how to mend it. */
export function FindingDetail(props: { readonly id: string }): ReactNode {
  const t = useT();
  const finding = useRead('getFinding', { params: { id: props.id } });
  const checks = useRead('listChecks', {});
  return (
    <DetailState reading={finding} failedTitle={t('posture.failed')}>
      {(data) => (
        <FindingBody finding={data} check={checks.data?.checks.find((check) => check.id === data.key)} />
      )}
    </DetailState>
  );
}

function FindingBody(props: { readonly finding: Finding; readonly check: CheckRow | undefined }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { finding, check } = props;
  const seen = (time: string) =>
    `${formats.moment(Date.parse(time))} (${formats.age(Date.parse(time), now)})`;
  return (
    <DetailStack>
      {check && <p>{check.description}</p>}
      <Facts
        rows={[
          {
            name: t('posture.status'),
            value: (
              <StatusMark tone={findingTones[finding.status]}>
                {t(`posture.view.${finding.status}`)}
              </StatusMark>
            ),
          },
          {
            name: t('posture.severity'),
            value: <SeverityMark severity={finding.severity} />,
          },
          {
            name: t('posture.resource'),
            value: (
              <Link
                to="/inventory"
                search={(before) => ({ ...carrySearch(before), open: finding.subject })}
                className={css.link}
              >
                {finding.subject}
              </Link>
            ),
          },
          {
            name: t('posture.check'),
            value: <Value field="checkId" value={finding.key} isMono />,
          },
          { name: t('field.account'), value: <Value field="account" value={finding.place.account} /> },
          { name: t('field.region'), value: <Value field="region" value={finding.place.region} /> },
          { name: t('posture.firstSeen'), value: seen(finding.firstSeen) },
          { name: t('posture.lastSeen'), value: seen(finding.lastSeen) },
          ...(finding.resolvedAt === undefined
            ? []
            : [{ name: t('posture.resolvedAt'), value: seen(finding.resolvedAt) }]),
        ]}
      />
      <DetailBlock title={t('posture.evidence')}>
        <JsonTree label={t('posture.evidence')} value={finding.evidence} />
      </DetailBlock>
      {check && <Remediation check={check} />}
      {check && <ControlChips controls={check.frameworks} />}
    </DetailStack>
  );
}
