import type { ImagePolicyPreview, PreviewChange } from '@breakwater/api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '../../api/client.ts';

/** What a policy would change, as far as it was looked at. */
export interface Preview extends Omit<ImagePolicyPreview, 'nextCursor'> {
  readonly isDone: boolean;
}

export interface PreviewRun {
  readonly preview: Preview | undefined;
  readonly error: Error | undefined;
  readonly isRunning: boolean;
  readonly start: (text: string, replaces: string | undefined) => void;
  readonly stop: () => void;
}

/** Enough to look through; the sums count all. */
const maxChanges = 500;

/** Asks part by part what a policy would change, so that thousands of images keep nobody waiting. */
export function usePreview(): PreviewRun {
  const [preview, setPreview] = useState<Preview>();
  const [error, setError] = useState<Error>();
  const [isRunning, setRunning] = useState(false);
  const current = useRef<AbortController>(undefined);

  const stop = useCallback(() => {
    current.current?.abort();
    setRunning(false);
  }, []);
  useEffect(() => () => current.current?.abort(), []);

  const start = useCallback((text: string, replaces: string | undefined) => {
    current.current?.abort();
    const run = new AbortController();
    current.current = run;
    setPreview(undefined);
    setError(undefined);
    setRunning(true);
    readAll(text, replaces, run.signal, setPreview)
      .catch((problem: unknown) => {
        if (run.signal.aborted) return;
        setError(problem instanceof Error ? problem : new Error(String(problem)));
      })
      .finally(() => {
        if (current.current === run) setRunning(false);
      });
  }, []);

  return { preview, error, isRunning, start, stop };
}

async function readAll(
  text: string,
  replaces: string | undefined,
  signal: AbortSignal,
  show: (preview: Preview) => void,
): Promise<void> {
  let sum: Preview | undefined;
  let cursor: string | undefined;
  do {
    const body = {
      text,
      ...(replaces === undefined ? {} : { replaces }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const part = await request('previewImagePolicy', { body, signal });
    if (signal.aborted) return;
    cursor = part.nextCursor;
    sum = joined(sum, part);
    show(sum);
  } while (cursor !== undefined);
}

function joined(sum: Preview | undefined, part: ImagePolicyPreview): Preview {
  const changes: readonly PreviewChange[] = [...(sum?.changes ?? []), ...part.changes].slice(0, maxChanges);
  return {
    examined: (sum?.examined ?? 0) + part.examined,
    total: part.total,
    selected: (sum?.selected ?? 0) + part.selected,
    failed: (sum?.failed ?? 0) + part.failed,
    newlyFailed: (sum?.newlyFailed ?? 0) + part.newlyFailed,
    newlyPassed: (sum?.newlyPassed ?? 0) + part.newlyPassed,
    newlyIncomplete: (sum?.newlyIncomplete ?? 0) + part.newlyIncomplete,
    changes,
    isDone: part.nextCursor === undefined,
  };
}
