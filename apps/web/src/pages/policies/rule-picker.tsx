import type { RuleRow } from '@breakwater/api';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Choice } from '../../components/choice.tsx';
import { DetailState, type Reading } from '../../components/detail.tsx';
import { Icon } from '../../components/icons.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { matchesText } from '../../state/local-filter.ts';
import css from './policies.module.css';

export interface RulePickerProps {
  /** Rules of this source fit. */
  readonly source: string;
  readonly reading: Reading<{ readonly rules: readonly RuleRow[] }>;
  /** Names; none means every rule of the source. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Every rule of the source, or those that are ticked. */
export function RulePicker(props: RulePickerProps): ReactNode {
  const t = useT();
  const [isChoosing, setIsChoosing] = useState(props.chosen.length > 0);
  const isList = isChoosing || props.chosen.length > 0;
  return (
    <>
      <Choice
        label={t('policies.whichRules')}
        value={isList ? 'some' : 'every'}
        onChange={(next) => {
          setIsChoosing(next === 'some');
          if (next === 'every') props.onChange([]);
        }}
        options={[
          { value: 'every', label: t('policies.everyRuleShort') },
          { value: 'some', label: t('policies.chosenRules') },
        ]}
      />
      {isList ? (
        <DetailState reading={props.reading} failedTitle={t('policies.rulesFailed')}>
          {(data) => <RuleList {...props} rules={data.rules} />}
        </DetailState>
      ) : (
        <p className={css.formHint}>{t('policies.everyRule', { source: props.source })}</p>
      )}
    </>
  );
}

function RuleList(props: RulePickerProps & { readonly rules: readonly RuleRow[] }): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const { chosen } = props;
  const ofSource = useMemo(
    () => props.rules.filter((rule) => rule.source === props.source),
    [props.rules, props.source],
  );
  const needle = text.trim() === '' ? undefined : text.trim();
  const found = ofSource.filter((rule) => matchesText(needle, [rule.name, rule.description, ...rule.tags]));
  const missing = chosen.filter((name) => !ofSource.some((rule) => rule.name === name));
  const ticked = new Set(chosen);
  const toggle = (name: string, isOn: boolean) =>
    props.onChange(isOn ? [...chosen, name] : chosen.filter((one) => one !== name));
  return (
    <div className={css.picker}>
      <div className={css.pickerHead}>
        <TextInput
          type="search"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('policies.searchRules')}
          aria-label={t('policies.searchRules')}
          leftSection={<Icon name="search" size={13} />}
          autoComplete="off"
        />
        <span className={css.soft} role="status">
          {t('policies.rulesChosen', { count: chosen.length, total: ofSource.length })}
        </span>
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => props.onChange([...new Set([...chosen, ...found.map((rule) => rule.name)])])}
        >
          {t('policies.tickFound', { count: found.length })}
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => props.onChange([])}>
          {t('policies.untickAll')}
        </Button>
      </div>
      <ul className={css.pickerList}>
        {missing.map((name) => (
          <li key={name}>
            <Checkbox
              size="xs"
              checked
              onChange={() => toggle(name, false)}
              label={<span className={css.failed}>{t('policies.ruleGone', { name })}</span>}
            />
          </li>
        ))}
        {found.map((rule) => (
          <li key={rule.name}>
            <Checkbox
              size="xs"
              checked={ticked.has(rule.name)}
              onChange={(event) => toggle(rule.name, event.currentTarget.checked)}
              label={
                <span className={css.pickerRule}>
                  <SeverityMark severity={rule.severity} form="shape" />
                  <span>{rule.name}</span>
                  {!rule.isEnabled && <Badge>{t('rules.states.off')}</Badge>}
                </span>
              }
            />
          </li>
        ))}
        {found.length === 0 && <li className={css.soft}>{t('facet.none')}</li>}
      </ul>
    </div>
  );
}
