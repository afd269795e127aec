import { useSyncExternalStore } from 'react';
import { request } from '../../api/client.ts';
import { CaptureClient } from './capture-client.ts';
import type { CaptureFacts, Progress, RuleText } from './worker/protocol.ts';

/** The capture of this tab. It stays while other screens are looked at, and is gone with the tab. */
export type OpenedCapture =
  | { readonly kind: 'closed' }
  | { readonly kind: 'reading'; readonly name: string; readonly progress: Progress }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
  | {
      readonly kind: 'open';
      readonly number: number;
      readonly client: CaptureClient;
      readonly facts: CaptureFacts;
    };

let current: OpenedCapture = { kind: 'closed' };
let reading: CaptureClient | undefined;
let opened = 0;
const listeners = new Set<() => void>();

export function useOpenedCapture(): OpenedCapture {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Reads a file in a worker; nothing of it leaves this machine. */
export async function openCapture(file: File): Promise<void> {
  closeCapture();
  const client = new CaptureClient();
  reading = client;
  const { name } = file;
  tell({ kind: 'reading', name, progress: { bytes: 0, total: file.size, events: 0 } });
  try {
    const { rules, problem } = await readRules();
    const onProgress = (progress: Progress): void => {
      if (reading === client) tell({ kind: 'reading', name, progress });
    };
    const facts = await client.ask('open', { file, rules }, { onProgress });
    if (reading !== client) return;
    opened += 1;
    const ruleProblems = problem === undefined ? facts.ruleProblems : [problem, ...facts.ruleProblems];
    tell({ kind: 'open', number: opened, client, facts: { ...facts, ruleProblems } });
  } catch (error) {
    if (reading !== client) return;
    client.close();
    tell({ kind: 'failed', name, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Cancels the reading, or lets go of the capture. */
export function closeCapture(): void {
  reading?.close();
  reading = undefined;
  tell({ kind: 'closed' });
}

/** The rules that the server uses; without them a capture can be looked at all the same. */
async function readRules(): Promise<{ readonly rules: readonly RuleText[]; readonly problem?: string }> {
  try {
    const { files } = await request('listRuleFiles', {});
    const rules = files.filter(({ isEnabled }) => isEnabled).map(({ name, text }) => ({ name, text }));
    return { rules };
  } catch (error) {
    return { rules: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

function tell(next: OpenedCapture): void {
  current = next;
  for (const listener of listeners) listener();
}
