import { stat } from 'node:fs/promises';
import type { CaptureSummary } from '@breakwater/capture';
import { CommandError } from '../../exit-code.ts';
import { standardInput } from './capture-bytes.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
};

/** Size in bytes of a capture's file; 0 of what is none. @throws CommandError when there is no such file */
export async function checkFile(path: string): Promise<number> {
  if (path === standardInput) return 0;
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`cannot read ${path}: ${reasons[error.code ?? ''] ?? error.message}`);
  });
  if (status.isDirectory()) throw new CommandError(`cannot read ${path}: it is a directory`);
  return status.size;
}

/** @throws CommandError when nothing of the capture could be read */
export function checkReadable(path: string, { sections, problem }: CaptureSummary): void {
  if (sections === 0) throw new CommandError(`cannot read ${path}: ${problem?.message ?? 'it is empty'}`);
}
