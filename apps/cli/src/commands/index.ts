import type { Command } from 'commander';
import { advisoriesCommand } from './advisories/index.ts';
import { captureCommand } from './capture/index.ts';
import { completionCommand } from './completion/index.ts';
import { complianceCommand } from './compliance/index.ts';
import { detectCommand } from './detect/index.ts';
import { imageCommand } from './image/index.ts';
import { inventoryCommand } from './inventory/index.ts';
import { metricsCommand } from './metrics/index.ts';
import { postureCommand } from './posture/index.ts';
import { rulesCommand } from './rules/index.ts';
import { serveCommand } from './serve/index.ts';

/** Builds one top-level command. A command sets `process.exitCode`; it never calls `process.exit`. */
export type CommandFactory = () => Command;

/** Every command of `breakwater`, in the order of its help. */
export const commands: readonly CommandFactory[] = [
  serveCommand,
  imageCommand,
  advisoriesCommand,
  inventoryCommand,
  postureCommand,
  complianceCommand,
  detectCommand,
  captureCommand,
  rulesCommand,
  metricsCommand,
  completionCommand,
];
