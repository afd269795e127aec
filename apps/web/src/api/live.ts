import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

export type LiveStatus = 'off' | 'connecting' | 'open' | 'lost';

/** How long to wait before a stream that was refused is asked for again; doubled each time. */
const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

/**
 * Listens to server-sent events named `event` at `address` while it is defined; each `data` is one JSON row. A stream that
 * ends is opened again: by the browser when the connection broke, from here when the server refused. The status says
 * whether rows can be missing meanwhile; `onReopen` is called when they can be read again.
 */
export function useLiveRows<T>(
  address: string | undefined,
  onRow: (row: T) => void,
  onReopen: () => void,
): LiveStatus {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('off');
  const latest = useRef({ onRow, onReopen });
  latest.current = { onRow, onReopen };
  useEffect(() => {
    if (address === undefined) {
      setStatus('off');
      return;
    }
    let stream: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waitMs = firstWaitMs;
    let hasBroken = false;
    const open = () => {
      stream = new EventSource(address);
      stream.addEventListener('open', () => {
        waitMs = firstWaitMs;
        setStatus('open');
        if (hasBroken) latest.current.onReopen();
        hasBroken = false;
      });
      stream.addEventListener('error', () => {
        setStatus('lost');
        hasBroken = true;
        if (stream.readyState !== EventSource.CLOSED) return;
        // Refused: perhaps the session has ended, which asking for it brings to light.
        void client.invalidateQueries({ queryKey: ['session'] });
        timer = setTimeout(open, waitMs);
        waitMs = Math.min(longestWaitMs, waitMs * 2);
      });
      stream.addEventListener('event', (message) => {
        const row = parseRow<T>(message.data);
        if (row !== undefined) latest.current.onRow(row);
        else setStatus('lost');
      });
    };
    setStatus('connecting');
    open();
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [address, client]);
  return status;
}

function parseRow<T>(data: unknown): T | undefined {
  try {
    return JSON.parse(String(data)) as T;
  } catch {
    return undefined;
  }
}
