import type { RuleDetail } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useKnownMessage, useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import { EventsLink } from '../policies/policy-columns.tsx';
import { CloneMenu } from './clone-menu.tsx';
import { ColoredText } from './colored-text.tsx';
import { HuntPanel } from './hunt-panel.tsx';
import { type DescriptionPart, descriptionParts } from './rule-description.ts';
import { ruleEvents, ruleState, stateTones } from './rule-view.ts';
import css from './rules.module.css';

/** One rule: what it means, what it says, who runs it, and a hunt with it. */
export function RuleDetailPanel(props: { readonly name: string }): ReactNode {
  const t = useT();
  const rule = useRead('getRule', { params: { name: props.name } });
  return (
    <DetailState reading={rule} failedTitle={t('rules.failed')}>
      {(data) => <RuleBody rule={data} />}
    </DetailState>
  );
}

function RuleBody(props: { readonly rule: RuleDetail }): ReactNode {
  const t = useT();
  const isAdministrator = useSession()?.isAdministrator === true;
  const { rule } = props;
  return (
    <DetailStack>
      <RuleDescription description={rule.description} />
      {rule.failures && (
        <p role="alert" className={css.bad}>
          {t('rules.failing', { count: rule.failures.count, reason: rule.failures.lastError })}
        </p>
      )}
      <RuleFacts rule={rule} />
      <DetailBlock title={t('rules.condition')}>
        <div className={css.code}>
          <ColoredText language="condition" text={rule.condition} />
        </div>
      </DetailBlock>
      <DetailBlock title={t('rules.output')}>
        <div className={css.code}>
          <ColoredText language="output" text={rule.output} />
        </div>
      </DetailBlock>
      {rule.macros.length > 0 && (
        <DetailBlock title={t('rules.macros', { count: rule.macros.length })}>
          <div className={css.folds}>
            {rule.macros.map((macro) => (
              <details key={macro.name}>
                <summary>
                  <code>{macro.name}</code>
                </summary>
                <ColoredText language="condition" text={macro.condition} />
              </details>
            ))}
          </div>
        </DetailBlock>
      )}
      {rule.exceptions.length > 0 && (
        <DetailBlock title={t('rules.exceptions', { count: rule.exceptions.length })}>
          <div className={css.chips}>
            {rule.exceptions.map((name) => (
              <code key={name} className={css.chip}>
                {name}
              </code>
            ))}
          </div>
        </DetailBlock>
      )}
      <DetailBlock
        title={t('rules.text')}
        aside={
          <span className={css.links}>
            <Link
              to="/policies/files"
              search={(before) => ({ ...carrySearch(before), open: rule.fileId, q: String(rule.line) })}
              className={css.link}
            >
              {t('rules.openInFile', { line: rule.line })}
            </Link>
            {isAdministrator && <CloneMenu rule={rule.name} />}
          </span>
        }
      >
        <div className={css.code}>
          <ColoredText language="file" text={rule.text.trimEnd()} />
        </div>
      </DetailBlock>
      <HuntPanel title={t('hunt.title')} text={t('hunt.ruleText')} ask={() => ({ rules: [rule.name] })} />
    </DetailStack>
  );
}

function RuleFacts(props: { readonly rule: RuleDetail }): ReactNode {
  const t = useT();
  const { rule } = props;
  const state = ruleState(rule);
  return (
    <Facts
      rows={[
        {
          name: t('rules.priority'),
          value: (
            <span className={css.inline}>
              <SeverityMark severity={rule.severity} />
              {rule.priority.toLowerCase() !== rule.severity && (
                <span className={css.soft} lang="en">
                  {rule.priority}
                </span>
              )}
            </span>
          ),
        },
        {
          name: t('rules.state'),
          value: <StatusMark tone={stateTones[state]}>{t(`rules.states.${state}`)}</StatusMark>,
        },
        { name: t('rules.source'), value: <Value field="source" value={rule.source} isMono /> },
        { name: t('rules.kind'), value: t(`rules.kinds.${rule.kind}`) },
        { name: t('rules.file'), value: <Value field="file" value={rule.fileName} /> },
        {
          name: t('policies.tab.policies'),
          value:
            rule.policies.length === 0 ? (
              <span className={css.soft}>{t('rules.noPolicy')}</span>
            ) : (
              <span className={css.links}>
                {rule.policies.map((policy) => (
                  <Link
                    key={policy.id}
                    to="/policies"
                    search={(before) => ({ ...carrySearch(before), open: policy.id, sev: 'all' })}
                    className={css.link}
                  >
                    {policy.name}
                  </Link>
                ))}
              </span>
            ),
        },
        {
          name: t('policies.detections'),
          value: (
            <EventsLink
              count={rule.detections}
              label={t('policies.showDetections', { count: rule.detections, name: rule.name })}
              search={ruleEvents(rule)}
            />
          ),
        },
        ...(rule.tags.length === 0
          ? []
          : [
              {
                name: t('rules.tags'),
                value: (
                  <span className={css.chips}>
                    {rule.tags.map((tag) => (
                      <span key={tag} className={css.chip}>
                        <Value field="tag" value={tag} />
                      </span>
                    ))}
                  </span>
                ),
              },
            ]),
      ]}
    />
  );
}

/** The description with its parts under headings: why it matters, triage, false positives. */
function RuleDescription(props: { readonly description: string }): ReactNode {
  return (
    <div className={css.description}>
      {descriptionParts(props.description).map((part) => (
        <DescriptionSection key={part.heading ?? ''} part={part} />
      ))}
    </div>
  );
}

function DescriptionSection(props: { readonly part: DescriptionPart }): ReactNode {
  const known = useKnownMessage();
  const { heading, text } = props.part;
  if (heading === undefined) return <p className={css.lead}>{text}</p>;
  return (
    <section>
      <h3 className={css.heading}>{known(`rules.heading.${heading}`) ?? heading}</h3>
      <p className={css.paragraphs}>{text}</p>
    </section>
  );
}
