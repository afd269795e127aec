import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { Icon, type IconName } from './icons.tsx';

export interface CopyButtonProps {
  readonly label: string;
  readonly text: string | (() => string);
  /** Only this icon is drawn; without it the label. */
  readonly icon?: IconName;
}

/** Copies a text, and says so for a moment. */
export function CopyButton(props: CopyButtonProps): ReactNode {
  const t = useT();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const label = isCopied ? t('value.copied') : props.label;
  const copy = () => {
    const text = typeof props.text === 'function' ? props.text() : props.text;
    void navigator.clipboard?.writeText(text).then(() => setIsCopied(true));
  };
  if (props.icon !== undefined) {
    return (
      <ActionIcon onClick={copy} aria-label={label} title={label}>
        <Icon name={isCopied ? 'check' : props.icon} />
      </ActionIcon>
    );
  }
  return (
    <Button
      variant="default"
      size="compact-xs"
      onClick={copy}
      leftSection={<Icon name={isCopied ? 'check' : 'copy'} size={13} />}
    >
      {label}
    </Button>
  );
}
