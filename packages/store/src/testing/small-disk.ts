import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that is easily full; `skipReason` says why there is none. */
export interface SmallDisk {
  readonly path: string;
  readonly skipReason?: string;
  unmount(): void;
}

/** Mounts a tmpfs of the size (`8m`); that needs root on Linux. */
export function mountSmallDisk(size: string): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true });
    const reason = mounted.error?.message ?? mounted.stderr.trim();
    if (process.env.REQUIRE_ALL === '1') throw new Error(`cannot mount a small disk: ${reason}`);
    return { path, skipReason: `cannot mount a small disk: ${reason}`, unmount: () => {} };
  }
  return {
    path,
    unmount: () => {
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
