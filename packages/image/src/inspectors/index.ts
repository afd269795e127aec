import type { FileInspector } from '../layer/file-inspector.ts';
import { secrets } from './secrets/index.ts';

/** Everything that looks at the files of an image's layers. */
export const fileInspectors: readonly FileInspector[] = [secrets];
