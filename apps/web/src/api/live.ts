import { useEffect, useRef, useState } from 'react';

export type LiveStatus = 'off' | 'connecting' | 'open' | 'lost';

/**
 * Listens to server-sent events named `event` at `address` while it is defined; each `data` is one JSON row.
 * The browser reconnects by itself; the status says whether rows can be missing meanwhile.
 */
export function useLiveRows<T>(address: string | undefined, onRow: (row: T) => void): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>('off');
  const latest = useRef(onRow);
  latest.current = onRow;
  useEffect(() => {
    if (address === undefined) {
      setStatus('off');
      return;
    }
    setStatus('connecting');
    const stream = new EventSource(address);
    stream.addEventListener('open', () => setStatus('open'));
    stream.addEventListener('error', () => setStatus('lost'));
    stream.addEventListener('event', (message) => {
      const row = parseRow<T>(message.data);
      if (row !== undefined) latest.current(row);
      else setStatus('lost');
    });
    return () => stream.close();
  }, [address]);
  return status;
}

function parseRow<T>(data: unknown): T | undefined {
  try {
    return JSON.parse(String(data)) as T;
  } catch {
    return undefined;
  }
}
