import type { ControlRow } from '@breakwater/api';
import type { CheckResult } from '@breakwater/model';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch } from '../../state/search.ts';
import { verdictTones } from '../inventory/resource-detail.tsx';
import { resourceName } from '../posture/posture-view.ts';
import css from './compliance.module.css';
import { controlTones } from './framework-view.ts';

const firstShown = 100;

/** One control: the checks that give evidence, and the resources they judged. */
export function ControlDetail(props: {
  readonly framework: string;
  readonly control: ControlRow;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { control } = props;
  const results = useRead('getControl', { params: { id: props.framework, control: control.id } });
  const checks = useRead('listChecks', {});
  const missing = control.checks.filter((check) => !check.isAvailable);
  const titleOf = (id: string) => checks.data?.checks.find((check) => check.id === id)?.title ?? id;
  return (
    <DetailStack>
      <Facts
        rows={[
          {
            name: t('compliance.statusLabel'),
            value: (
              <StatusMark tone={controlTones[control.status]}>
                {t(`compliance.status.${control.status}`)}
              </StatusMark>
            ),
          },
          ...(control.severity === undefined
            ? []
            : [{ name: t('severity.label'), value: <SeverityMark severity={control.severity} /> }]),
          { name: t('compliance.requirement'), value: control.requirement },
          {
            name: t('compliance.resources'),
            value: t('compliance.resourcesText', {
              passed: formats.number(control.passedResources),
              failed: formats.number(control.failedResources),
            }),
          },
        ]}
      />
      {control.status === 'not-assessed' && (
        <p className={css.note}>
          {t(
            control.checks.length === 0
              ? 'compliance.whyManual'
              : missing.length === control.checks.length
                ? 'compliance.whyMissing'
                : 'compliance.whyNoResource',
          )}
        </p>
      )}
      {control.status === 'error' && <p className={css.note}>{t('compliance.whyError')}</p>}
      {control.checks.length > 0 && (
        <DetailBlock title={t('compliance.checks')}>
          <ul className={css.checks}>
            {control.checks.map((check) => (
              <li key={check.id}>
                {check.isAvailable ? (
                  <Link
                    to="/posture"
                    search={(before) => ({ ...carrySearch(before), view: 'checks', open: check.id })}
                    className={css.link}
                  >
                    {titleOf(check.id)}
                  </Link>
                ) : (
                  <>
                    <code className={css.soft}>{check.id}</code>
                    <span className={css.soft}>{t('compliance.notThere')}</span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </DetailBlock>
      )}
      <DetailState reading={results} failedTitle={t('compliance.resultsFailed')}>
        {(data) => data.results.length > 0 && <Results results={data.results} titleOf={titleOf} />}
      </DetailState>
    </DetailStack>
  );
}

function Results(props: {
  readonly results: readonly CheckResult[];
  readonly titleOf: (id: string) => string;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [limit, setLimit] = useState(firstShown);
  const { results } = props;
  return (
    <DetailBlock
      title={t('compliance.resources')}
      aside={
        <span className={css.soft}>
          {t('table.shown', {
            shown: formats.number(Math.min(limit, results.length)),
            total: formats.number(results.length),
          })}
        </span>
      }
    >
      <ul className={css.results}>
        {results.slice(0, limit).map((result) => (
          <li key={`${result.checkId} ${result.resourceId}`}>
            <details>
              <summary className={css.result}>
                <StatusMark tone={verdictTones[result.status]}>
                  {t(`inventory.verdict.${result.status}`)}
                </StatusMark>
                <span className={css.resultName}>{resourceName(result.resourceId)}</span>
                <span className={css.soft}>
                  {[result.place.account, result.place.region].filter(Boolean).join(' / ')}
                </span>
              </summary>
              <div className={css.resultBody}>
                <p>
                  <Link
                    to="/inventory"
                    search={(before) => ({ ...carrySearch(before), open: result.resourceId })}
                    className={css.link}
                  >
                    {result.resourceId}
                  </Link>
                </p>
                <p className={css.soft}>{props.titleOf(result.checkId)}</p>
                <JsonTree label={t('posture.evidence')} value={result.evidence} />
              </div>
            </details>
          </li>
        ))}
      </ul>
      {results.length > limit && (
        <button type="button" className={css.more} onClick={() => setLimit(limit + 5 * firstShown)}>
          {t('compliance.more', { count: results.length - limit })}
        </button>
      )}
    </DetailBlock>
  );
}
