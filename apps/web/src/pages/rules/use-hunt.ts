import type { Hunt, HuntBody } from '@breakwater/api';
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { request } from '../../api/client.ts';

const pollMs = 600;

export interface HuntRun {
  readonly hunt: Hunt | undefined;
  readonly isRunning: boolean;
  readonly error: Error | null;
  readonly start: UseMutationResult<Hunt, Error, HuntBody>['mutate'];
  readonly cancel: () => void;
}

/** One hunt at a time: started, followed until it ends, cancelled when the reader leaves. */
export function useHunt(): HuntRun {
  const client = useQueryClient();
  const [id, setId] = useState<string>();
  const started = useMutation({
    mutationFn: (body: HuntBody) => request('startHunt', { body }),
    onSuccess: (hunt) => {
      client.setQueryData(['getHunt', hunt.id], hunt);
      setId(hunt.id);
    },
  });
  const polled = useQuery({
    queryKey: ['getHunt', id],
    queryFn: ({ signal }) => request('getHunt', { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? pollMs : false),
  });
  const cancelled = useMutation({
    mutationFn: (hunt: string) => request('cancelHunt', { params: { id: hunt } }),
    onSuccess: (hunt) => client.setQueryData(['getHunt', hunt.id], hunt),
  });
  const hunt = id === undefined ? undefined : polled.data;
  const isRunning = started.isPending || isUnderWay(hunt);
  const leaving = useRef<() => void>(undefined);
  leaving.current = isRunning && id !== undefined ? () => cancelled.mutate(id) : undefined;
  useEffect(() => () => leaving.current?.(), []);
  return {
    hunt,
    isRunning,
    error: started.error ?? polled.error ?? cancelled.error,
    start: started.mutate,
    cancel: () => {
      if (id !== undefined) cancelled.mutate(id);
    },
  };
}

function isUnderWay(hunt: Hunt | undefined): boolean {
  return hunt !== undefined && (hunt.status === 'queued' || hunt.status === 'running');
}
