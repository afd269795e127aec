import type { Command } from 'commander';

export interface ImageOptions {
  readonly platform?: string;
  readonly reference?: string;
}

/** Options that choose one image where a path holds several. */
export function addImageOptions(command: Command): Command {
  return command
    .option('--platform <os/arch>', 'which image of several (default: linux/amd64)')
    .option('--reference <name>', 'tag or name of the image wanted, where the path holds several');
}
