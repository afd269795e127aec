import { Command } from 'commander';
import { sbomCommand } from './sbom.ts';
import { scanCommand } from './scan.ts';

/** `breakwater image`: what is in a container image, and whether it may run. */
export function imageCommand(): Command {
  return new Command('image')
    .description('scan container images')
    .addCommand(scanCommand())
    .addCommand(sbomCommand());
}
