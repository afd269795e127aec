import type { FileInspector } from '../layer/file-inspector.ts';
import { accounts } from './accounts/index.ts';
import { fileModes } from './file-modes/index.ts';
import { malware } from './malware/index.ts';
import { secrets } from './secrets/index.ts';

/** Everything that looks at the files of an image's layers. */
export const fileInspectors: readonly FileInspector[] = [secrets, fileModes, accounts, malware];
