import type { ConfigCheck } from '../config-check.ts';
import { addInstruction } from './add-instruction.ts';
import { age } from './age.ts';
import { buildCommands } from './build-commands.ts';
import { defaultCommand } from './default-command.ts';
import { healthcheck } from './healthcheck.ts';
import { labels } from './labels.ts';
import { leftTools } from './left-tools.ts';
import { maintainer } from './maintainer.ts';
import { manyPorts } from './many-ports.ts';
import { platform } from './platform.ts';
import { rootUser } from './root-user.ts';
import { secretInCommand } from './secret-in-command.ts';
import { secretInEnv } from './secret-in-env.ts';
import { secretInHistory } from './secret-in-history.ts';
import { sensitivePorts } from './sensitive-ports.ts';
import { imageSize, layerCount } from './size.ts';
import { stopSignal } from './stop-signal.ts';
import { latestTag } from './tag.ts';
import { unsafeEnv } from './unsafe-env.ts';
import { volumes } from './volumes.ts';

/** Every check of an image's configuration. */
export const configChecks: readonly ConfigCheck[] = [
  rootUser,
  secretInEnv,
  secretInHistory,
  secretInCommand,
  unsafeEnv,
  platform,
  sensitivePorts,
  manyPorts,
  ...buildCommands,
  addInstruction,
  leftTools,
  age,
  latestTag,
  imageSize,
  layerCount,
  stopSignal,
  healthcheck,
  labels,
  volumes,
  maintainer,
  defaultCommand,
];
