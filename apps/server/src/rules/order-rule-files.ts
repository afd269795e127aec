import type { Ruleset } from '@breakwater/rules';
import { HttpError } from '../http/http-error.ts';
import { type Judging, judgeFiles, type UnversionedFile } from './edit-rule-files.ts';

/** Files at their new places, and what all files load to with them there. */
export interface OrderedFiles {
  /** Those whose place is another now. */
  readonly moved: readonly UnversionedFile[];
  readonly ruleset: Ruleset;
}

/**
 * Own files in another order, judged as the server would load them.
 * @throws HttpError 409 when there are others by now, or one would no longer find what it needs before it
 */
export async function orderedFiles(ids: readonly string[], judging: Judging): Promise<OrderedFiles> {
  const { files, ruleset } = judging.inForce;
  const own = new Map(files.filter(({ origin }) => origin === 'custom').map((file) => [file.id, file]));
  if (ids.length !== own.size || new Set(ids).size !== own.size) throw changedMeanwhile();
  const placed = ids.map((id, position) => {
    const stored = own.get(id);
    if (stored === undefined) throw changedMeanwhile();
    return { file: { ...stored, position }, isMoved: stored.position !== position };
  });
  const moved = placed.filter(({ isMoved }) => isMoved).map(({ file }) => file);
  if (moved.length === 0) return { moved, ruleset };
  const shipped = files.filter(({ origin }) => origin !== 'custom');
  const all = [...shipped, ...placed.map(({ file }) => file)];
  return { moved, ruleset: await judgeFiles(new Set(), all, judging) };
}

function changedMeanwhile(): HttpError {
  const message = 'files were added or deleted meanwhile: load the list again';
  return new HttpError(409, 'changed-meanwhile', message);
}
