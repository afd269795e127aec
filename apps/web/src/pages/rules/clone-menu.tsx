import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { cloneView } from './rule-file-address.ts';
import css from './rules.module.css';

/** Takes a rule into a file of one's own, where it can be changed; nothing is saved yet. */
export function CloneMenu(props: { readonly rule: string }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const files = useRead('listRuleFiles', {}).data?.files ?? [];
  const go = (open: string) =>
    void navigate({ to: '/policies/files', search: { open, view: cloneView(props.rule) } });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className={css.textButton}>
          {t('rules.clone')}
          <Icon name="chevronDown" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {files
          .filter((file) => file.origin === 'custom')
          .map((file) => (
            <Menu.Item key={file.id} onClick={() => go(file.id)}>
              {file.name}
            </Menu.Item>
          ))}
        <Menu.Item onClick={() => go('new')}>{t('rules.cloneNew')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
