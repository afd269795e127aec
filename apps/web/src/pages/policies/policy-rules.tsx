import type { PolicyRow, RuleRow } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailState } from '../../components/detail.tsx';
import { Icon } from '../../components/icons.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import { ColoredText } from '../rules/colored-text.tsx';
import { ruleEvents } from '../rules/rule-view.ts';
import css from './policies.module.css';
import { CaptureMark, EventsLink } from './policy-columns.tsx';
import { sourceOf } from './policy-view.ts';

/** The rules that a policy runs, each with its text when opened. */
export function PolicyRules(props: { readonly policy: PolicyRow }): ReactNode {
  const t = useT();
  const { policy } = props;
  const rules = useRead('listRules', {});
  return (
    <>
      {policy.rules.length === 0 && (
        <p className={css.hint}>{t('policies.everyRule', { source: sourceOf(policy.type) })}</p>
      )}
      {policy.missingRules.length > 0 && (
        <p className={css.warn}>
          {t('policies.missingRules', {
            count: policy.missingRules.length,
            names: policy.missingRules.join(', '),
          })}
        </p>
      )}
      <DetailState reading={rules} failedTitle={t('policies.rulesFailed')}>
        {(data) => (
          <ul className={css.rules}>
            {rulesOf(policy, data.rules).map((rule) => (
              <li key={rule.name}>
                <PolicyRule rule={rule} />
              </li>
            ))}
          </ul>
        )}
      </DetailState>
    </>
  );
}

/** The rules that a policy runs now: those it names, or all enabled ones of its source. */
export function rulesOf(policy: PolicyRow, rules: readonly RuleRow[]): readonly RuleRow[] {
  const source = sourceOf(policy.type);
  const named = new Set(policy.rules);
  return rules.filter(
    (rule) => rule.source === source && rule.isEnabled && (named.size === 0 || named.has(rule.name)),
  );
}

function PolicyRule(props: { readonly rule: RuleRow }): ReactNode {
  const t = useT();
  const { rule } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={css.rule} data-is-open={isOpen}>
      <div className={css.ruleHead}>
        <button
          type="button"
          className={css.ruleToggle}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={13} />
          <SeverityMark severity={rule.severity} form="shape" />
          <span className={css.ruleName}>{rule.name}</span>
          {rule.hasCapture && <CaptureMark />}
        </button>
        <EventsLink
          count={rule.detections}
          label={t('policies.showDetections', { count: rule.detections, name: rule.name })}
          search={ruleEvents(rule)}
        />
      </div>
      {isOpen && <RuleText name={rule.name} />}
    </div>
  );
}

function RuleText(props: { readonly name: string }): ReactNode {
  const t = useT();
  const rule = useRead('getRule', { params: { name: props.name } });
  return (
    <div className={css.ruleBody}>
      <DetailState reading={rule} failedTitle={t('rules.failed')}>
        {(data) => (
          <>
            <ColoredText language="file" text={data.text} />
            <Link
              to="/policies/rules"
              search={(before) => ({ ...carrySearch(before), open: data.name, sev: 'all' })}
              className={css.link}
            >
              {t('policies.openRule')}
            </Link>
          </>
        )}
      </DetailState>
    </div>
  );
}
