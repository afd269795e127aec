import { Command } from 'commander';
import { dockerfileCommand } from './dockerfile.ts';
import { policyCommand } from './policy/index.ts';
import { sbomCommand } from './sbom.ts';
import { scanCommand } from './scan.ts';

/** `breakwater image`: what is in a container image, and whether it may run. */
export function imageCommand(): Command {
  return new Command('image')
    .description('Scan container images and list their packages')
    .addCommand(scanCommand())
    .addCommand(sbomCommand())
    .addCommand(policyCommand())
    .addCommand(dockerfileCommand());
}
