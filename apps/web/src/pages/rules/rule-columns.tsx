import type { RuleRow } from '@breakwater/api';
import { useMemo } from 'react';
import { Badge } from '../../components/badge.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import list from '../policies/list.module.css';
import { CaptureMark, detectionsColumn } from '../policies/policy-columns.tsx';
import { ruleEvents, ruleState, stateTones } from './rule-view.ts';
import css from './rules.module.css';

export function useRuleColumns(): readonly DataColumn<RuleRow>[] {
  const t = useT();
  const formats = useFormats();
  return useMemo<readonly DataColumn<RuleRow>[]>(
    () => [
      {
        id: 'severity',
        header: t('policies.severity'),
        width: 100,
        sort: 'severity',
        cell: (row) => (
          <Value field="priority" value={row.priority}>
            <SeverityMark severity={row.severity} />
          </Value>
        ),
      },
      {
        id: 'name',
        header: t('rules.rule'),
        isTitle: true,
        sort: 'name',
        cell: (row) => (
          <>
            <span className={list.name} data-is-off={!row.isEnabled}>
              {row.name}
            </span>
            {row.hasCapture && <CaptureMark />}
            {row.origin === 'custom' && <Badge>{t('policies.own')}</Badge>}
            {row.kind !== 'event' && <Badge>{t(`rules.kinds.${row.kind}`)}</Badge>}
          </>
        ),
      },
      {
        id: 'source',
        header: t('rules.source'),
        width: 124,
        sort: 'source',
        cell: (row) => <Value field="source" value={row.source} isMono />,
      },
      {
        id: 'tags',
        header: t('rules.tags'),
        width: 170,
        grow: 0.5,
        cell: (row) => (
          <span className={css.tagLine}>
            {leadingTags(row.tags).map((tag) => (
              <Value key={tag} field="tag" value={tag} />
            ))}
            {row.tags.length > shownTags && (
              <span className={css.soft} title={row.tags.join(', ')}>
                {`+${formats.number(row.tags.length - shownTags)}`}
              </span>
            )}
          </span>
        ),
      },
      {
        id: 'file',
        header: t('rules.file'),
        width: 150,
        sort: 'file',
        cell: (row) => <Value field="file" value={row.fileName} />,
      },
      {
        id: 'kind',
        header: t('rules.kind'),
        width: 110,
        sort: 'kind',
        isOptional: true,
        cell: (row) => (
          <Value field="kind" value={row.kind}>
            {t(`rules.kinds.${row.kind}`)}
          </Value>
        ),
      },
      {
        id: 'state',
        header: t('rules.state'),
        width: 116,
        cell: (row) => {
          const state = ruleState(row);
          return <StatusMark tone={stateTones[state]}>{t(`rules.states.${state}`)}</StatusMark>;
        },
      },
      {
        id: 'policies',
        header: t('policies.tab.policies'),
        width: 84,
        align: 'end',
        sort: 'policies',
        cell: (row) => (
          <span
            title={row.policies.map((policy) => policy.name).join(', ')}
            className={css.count}
            data-is-zero={row.policies.length === 0}
          >
            {formats.number(row.policies.length)}
          </span>
        ),
      },
      detectionsColumn<RuleRow>(t, ruleEvents),
      {
        id: 'failures',
        header: t('rules.failures'),
        width: 84,
        align: 'end',
        sort: 'failures',
        cell: (row) => (
          <span className={css.failures} data-is-zero={(row.failures?.count ?? 0) === 0}>
            {formats.number(row.failures?.count ?? 0)}
          </span>
        ),
      },
    ],
    [t, formats],
  );
}

const shownTags = 2;

/** The tags that a row has room for: techniques say most. */
function leadingTags(tags: readonly string[]): readonly string[] {
  return tags.toSorted((a, b) => Number(isTechnique(b)) - Number(isTechnique(a))).slice(0, shownTags);
}

function isTechnique(tag: string): boolean {
  return /^T\d{4}(?:\.\d{3})?$/.test(tag);
}
