import { ApiError, type RuleDiagnostic } from '@breakwater/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '../../api/client.ts';
import { usePermission } from '../../api/session.ts';

/** What the compiler says of a text; of the text before while it is asked again. */
export interface Verdict {
  readonly diagnostics: readonly RuleDiagnostic[];
  readonly status: 'none' | 'checking' | 'valid' | 'invalid' | 'failed';
  readonly error: Error | null;
}

/** How long nothing must be written before the compiler is asked. */
const pauseMs = 350;
const none: readonly RuleDiagnostic[] = [];

/** Asks the server's compiler about a text, soon after it was changed; nothing is saved. */
export function useVerdict(text: string, fileId: string | undefined): Verdict {
  const isAllowed = usePermission('respond');
  const settled = useSettled(text);
  const query = useQuery({
    queryKey: ['validateRules', fileId, settled],
    queryFn: ({ signal }) =>
      request('validateRules', {
        body: { text: settled, ...(fileId === undefined ? {} : { fileId }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    // Another window of the same person asked meanwhile: only the newest question is answered.
    retry: (count, error) => count < 5 && error instanceof ApiError && error.code === 'superseded',
    enabled: isAllowed,
    gcTime: 0,
  });
  if (!isAllowed) return { diagnostics: none, status: 'none', error: null };
  const isBehind = settled !== text || query.isPlaceholderData;
  return {
    diagnostics: query.data?.diagnostics ?? none,
    status: query.isError
      ? 'failed'
      : !query.data || isBehind
        ? 'checking'
        : query.data.isValid
          ? 'valid'
          : 'invalid',
    error: query.error,
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
