import type { DockerfileCheck } from '../dockerfile-check.ts';
import { basePlatform, duplicateStage, latestBase, unpinnedBase } from './base.ts';
import { fileChecks } from './files.ts';
import { runChecks } from './run.ts';
import { runTimeChecks } from './run-time.ts';
import { secretChecks } from './secrets.ts';

/** Every check of a Dockerfile. */
export const dockerfileChecks: readonly DockerfileCheck[] = [
  ...secretChecks,
  latestBase,
  unpinnedBase,
  basePlatform,
  duplicateStage,
  ...fileChecks,
  ...runChecks,
  ...runTimeChecks,
];
