import type { Condenser } from '@breakwater/image';
import { archives } from './archives/condense-archive.ts';
import { programs } from './programs/condense-program.ts';

/** Kinds of large files of which only facts are kept. A file is of the first kind that its first bytes tell. */
export const condensers: readonly Condenser[] = [programs, archives];
