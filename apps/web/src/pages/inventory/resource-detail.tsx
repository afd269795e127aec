import type { ResourceDetail } from '@breakwater/api';
import { type CheckResult, type CheckStatus, severityRank } from '@breakwater/model';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { carrySearch } from '../../state/search.ts';
import css from './inventory.module.css';

export const verdictTones: Readonly<Record<CheckStatus, Tone>> = {
  FAIL: 'bad',
  ERROR: 'warn',
  MANUAL: 'quiet',
  PASS: 'good',
};

const verdictRanks: Readonly<Record<CheckStatus, number>> = { FAIL: 0, ERROR: 1, MANUAL: 2, PASS: 3 };
const placeParts = ['account', 'region', 'cluster', 'service', 'task'] as const;

export function ResourceTitle(props: { readonly id: string }): ReactNode {
  const resource = useRead('getResource', { params: { id: props.id } });
  if (!resource.data) return null;
  return <span className={css.detailTitle}>{resource.data.resource.name}</span>;
}

/** One resource: where it is, what the checks say of it, and its configuration as it was read. */
export function ResourceDetailPanel(props: { readonly id: string }): ReactNode {
  const t = useT();
  const resource = useRead('getResource', { params: { id: props.id } });
  return (
    <DetailState reading={resource} failedTitle={t('inventory.failed')}>
      {(data) => <ResourceBody detail={data} />}
    </DetailState>
  );
}

function ResourceBody(props: { readonly detail: ResourceDetail }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { resource } = props.detail;
  const tags = Object.entries(resource.tags);
  const read = Date.parse(resource.seenAt);
  return (
    <DetailStack>
      <Facts
        rows={[
          { name: t('inventory.type'), value: <Value field="type" value={resource.type} isMono /> },
          {
            name: t('inventory.id'),
            value: (
              <span className={css.id}>
                {resource.id}
                <CopyButton
                  label={t('value.copy', { value: t('inventory.id') })}
                  text={resource.id}
                  icon="copy"
                />
              </span>
            ),
          },
          ...placeParts
            .filter((part) => resource.place[part] !== undefined)
            .map((part) => ({
              name: t(`field.${part}`),
              value: <Value field={part} value={resource.place[part]} />,
            })),
          {
            name: t('inventory.readAt'),
            value: `${formats.moment(read)} (${formats.age(read, now)})`,
          },
        ]}
      />
      <DetailBlock title={t('inventory.checks')}>
        <Verdicts results={props.detail.results} detail={props.detail} />
      </DetailBlock>
      <DetailBlock title={t('inventory.tags')}>
        {tags.length === 0 && <p className={css.soft}>{t('value.none')}</p>}
        <div className={css.tagList}>
          {tags.map(([key, value]) => (
            <span key={key} className={css.tag}>
              <Value field="tag" value={value === '' ? key : `${key}=${value}`} />
            </span>
          ))}
        </div>
      </DetailBlock>
      <DetailBlock
        title={t('inventory.configuration')}
        aside={
          <CopyButton
            label={t('inventory.copyJson')}
            text={() => JSON.stringify(resource.configuration, null, 2)}
          />
        }
      >
        <JsonTree
          label={t('inventory.configuration')}
          value={resource.configuration}
          leaf={(path, value) => <ConfigurationLeaf own={resource.id} path={path} value={value} />}
        />
      </DetailBlock>
    </DetailStack>
  );
}

/** The keys of configurations whose values are conditions of the list. */
const filterKeys: Readonly<Record<string, string>> = {
  clusterName: 'cluster',
  serviceName: 'service',
  Region: 'region',
  region: 'region',
};

function ConfigurationLeaf(props: {
  readonly own: string;
  readonly path: readonly string[];
  readonly value: string | number | boolean;
}): ReactNode {
  const { value } = props;
  const key = props.path.at(-1) ?? '';
  const field = Object.hasOwn(filterKeys, key) ? filterKeys[key] : undefined;
  if (typeof value === 'string' && value.startsWith('arn:') && value !== props.own) {
    return (
      <Link to="." search={(before) => ({ ...before, open: value })} className={css.link}>
        {value}
      </Link>
    );
  }
  if (field !== undefined) return <Value field={field} value={value} />;
  return <span data-type={typeof value}>{String(value)}</span>;
}

function Verdicts(props: {
  readonly results: readonly CheckResult[];
  readonly detail: ResourceDetail;
}): ReactNode {
  const t = useT();
  const checks = useRead('listChecks', {});
  const results = props.results.toSorted(
    (a, b) =>
      verdictRanks[a.status] - verdictRanks[b.status] || severityRank(a.severity) - severityRank(b.severity),
  );
  if (results.length === 0) return <p className={css.soft}>{t('inventory.noChecks')}</p>;
  return (
    <ul className={css.verdicts}>
      {results.map((result) => {
        const title = checks.data?.checks.find((check) => check.id === result.checkId)?.title;
        const finding = props.detail.findings.find(
          (one) => one.key === result.checkId && one.status === 'open',
        );
        const content = (
          <>
            <StatusMark tone={verdictTones[result.status]}>
              {t(`inventory.verdict.${result.status}`)}
            </StatusMark>
            <span className={css.verdictTitle}>{title ?? result.checkId}</span>
            <SeverityMark severity={result.severity} form="shape" />
          </>
        );
        return (
          <li key={result.checkId}>
            {finding ? (
              <Link
                to="/posture"
                search={(before) => ({ ...carrySearch(before), open: finding.id })}
                className={css.verdict}
              >
                {content}
              </Link>
            ) : (
              <Link
                to="/posture"
                search={(before) => ({ ...carrySearch(before), view: 'checks', open: result.checkId })}
                className={css.verdict}
              >
                {content}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
