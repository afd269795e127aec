import { spawnSync } from 'node:child_process';

/**
 * Why `promtool` cannot be asked here; undefined when it can. With REQUIRE_ALL=1 it is always undefined, so that
 * its tests run and fail.
 */
export function whyNoPromtool(): string | undefined {
  if (process.env.REQUIRE_ALL === '1') return undefined;
  const { error } = spawnSync('promtool', ['--version']);
  return error === undefined ? undefined : 'promtool is missing; install the Debian package prometheus';
}

/** What `promtool check metrics` says about an exposition; empty when it has no complaint. */
export function checkMetrics(exposition: string): string {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: exposition,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  const complaints = `${stdout}${stderr}`;
  return status === 0 ? complaints : `${complaints}(exit code ${status})`;
}
