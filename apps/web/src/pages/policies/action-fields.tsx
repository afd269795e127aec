import {
  type ActionMode,
  actionModes,
  namesTasks,
  type PolicyAction,
  type PolicyType,
} from '@breakwater/model';
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './policies.module.css';

export interface ActionFieldsProps {
  readonly actions: readonly PolicyAction[];
  readonly onChange: (actions: readonly PolicyAction[]) => void;
  readonly problem: string | undefined;
  readonly policyType: PolicyType;
}

const maxActions = 10;
const fresh: Readonly<Record<PolicyAction['type'], PolicyAction>> = {
  webhook: { type: 'webhook', mode: 'observe', url: '' },
  'stop-task': { type: 'stop-task', mode: 'observe', maxPerServiceAndHour: 1 },
};

/** What a policy does beside making detections, and how far each of it goes. */
export function ActionFields(props: ActionFieldsProps): ReactNode {
  const t = useT();
  const { actions } = props;
  const hasTasks = namesTasks[props.policyType];
  const types = hasTasks === 'none' ? (['webhook'] as const) : (['webhook', 'stop-task'] as const);
  const replace = (index: number, action: PolicyAction | undefined) =>
    props.onChange(actions.flatMap((one, at) => (at === index ? (action ? [action] : []) : [one])));
  return (
    <div className={css.stack}>
      <p className={css.formHint}>{t('policies.actionsHint')}</p>
      {actions.map((action, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: actions have no other name
        <fieldset key={index} className={css.actionField}>
          <legend className={css.unseen}>{t('policies.actionNumber', { count: index + 1 })}</legend>
          <span className={css.actionType}>{t(`policies.actionTypes.${action.type}`)}</span>
          <NativeSelect
            label={t('policies.mode')}
            value={action.mode}
            onChange={(event) => replace(index, { ...action, mode: event.currentTarget.value as ActionMode })}
            data={actionModes.map((value) => ({ value, label: t(`policies.modes.${value}`) }))}
          />
          {action.type === 'webhook' ? (
            <TextInput
              className={css.actionUrl}
              label={t('policies.url')}
              placeholder={t('policies.urlHint')}
              value={action.url}
              onChange={(event) => replace(index, { ...action, url: event.currentTarget.value })}
              autoComplete="off"
              spellCheck={false}
            />
          ) : (
            <TextInput
              type="number"
              label={t('policies.maxPerHour')}
              min={1}
              max={100}
              step={1}
              value={action.maxPerServiceAndHour}
              onChange={(event) =>
                replace(index, { ...action, maxPerServiceAndHour: limitOf(event.currentTarget.value) })
              }
            />
          )}
          <ActionIcon
            className={css.actionRemove}
            aria-label={t('policies.removeAction', { count: index + 1 })}
            title={t('policies.removeAction', { count: index + 1 })}
            onClick={() => replace(index, undefined)}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
          <p className={css.actionHint}>
            {t(`policies.modeHint.${action.mode}`)}
            {action.type === 'stop-task' && hasTasks !== 'all' && ` ${t(`policies.tasks.${hasTasks}`)}`}
          </p>
        </fieldset>
      ))}
      {props.problem !== undefined && (
        <p role="alert" className={css.failed}>
          {props.problem}
        </p>
      )}
      {actions.length < maxActions && (
        <div className={css.formEnd}>
          {types.map((type) => (
            <Button
              key={type}
              variant="default"
              size="compact-xs"
              leftSection={<Icon name="plus" size={12} />}
              onClick={() => props.onChange([...actions, fresh[type]])}
            >
              {t(`policies.addAction.${type}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** A whole number from 1 to 100. */
function limitOf(text: string): number {
  return Math.min(100, Math.max(1, Math.round(Number(text)) || 1));
}
