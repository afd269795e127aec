import type { Cataloger } from '../cataloger.ts';
import { dpkgFileLists } from './dpkg/file-lists.ts';
import { dpkgStatus } from './dpkg/status.ts';
import { npmPackageJson } from './npm/package-json.ts';

/** Every cataloger. The order decides nothing: results are sorted. */
export const catalogers: readonly Cataloger[] = [dpkgStatus, dpkgFileLists, npmPackageJson];
