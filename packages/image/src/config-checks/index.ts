import type { ConfigCheck } from '../config-check.ts';
import { defaultCommand } from './default-command.ts';
import { healthcheck } from './healthcheck.ts';
import { labels } from './labels.ts';
import { manyPorts } from './many-ports.ts';
import { rootUser } from './root-user.ts';
import { secretInCommand } from './secret-in-command.ts';
import { secretInEnv } from './secret-in-env.ts';
import { secretInHistory } from './secret-in-history.ts';
import { sensitivePorts } from './sensitive-ports.ts';

/** Every check of an image's configuration. */
export const configChecks: readonly ConfigCheck[] = [
  rootUser,
  secretInEnv,
  secretInHistory,
  secretInCommand,
  sensitivePorts,
  manyPorts,
  healthcheck,
  labels,
  defaultCommand,
];
