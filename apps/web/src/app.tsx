import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from './api/query-client.ts';
import { I18nProvider } from './i18n/i18n.tsx';
import { createConsoleRouter } from './router.tsx';
import { preferenceColorScheme } from './theme/color-scheme.ts';
import { cssVariables, theme } from './theme/theme.ts';

/** The console. `nonce` is what the content security policy of this page allows styles by. */
export function App(props: { readonly nonce: string }): ReactNode {
  const [client] = useState(createQueryClient);
  const [router] = useState(() => createConsoleRouter(client));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={preferenceColorScheme}
      defaultColorScheme="auto"
      getStyleNonce={() => props.nonce}
    >
      <QueryClientProvider client={client}>
        <I18nProvider>
          <RouterProvider router={router} />
        </I18nProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
