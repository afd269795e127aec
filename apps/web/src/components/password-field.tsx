import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';

/** A field for a secret, with a button that shows it. */
export function PasswordField(props: PasswordInputProps): ReactNode {
  const t = useT();
  const [isShown, setIsShown] = useState(false);
  return (
    <PasswordInput
      {...props}
      visible={isShown}
      onVisibilityChange={setIsShown}
      visibilityToggleButtonProps={{ 'aria-label': isShown ? t('secret.hide') : t('secret.show') }}
    />
  );
}
