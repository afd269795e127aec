import { commands } from './commands.ts';
import { connections } from './connections.ts';
import { deletions } from './deletions.ts';
import { errors } from './errors.ts';
import { files } from './files.ts';
import { ports } from './ports.ts';
import { privileges } from './privileges.ts';
import type { Stream } from './stream.ts';

/** Every stream, in the order in which they are shown. */
export const streams: readonly Stream[] = [
  commands,
  connections,
  files,
  ports,
  deletions,
  privileges,
  errors,
];
