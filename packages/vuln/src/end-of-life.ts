import type { Distro, Gap } from '@breakwater/model';

/**
 * The last day on which a release got security fixes for everybody, by what its publisher announced; extended support that is paid
 * for does not count. Sources: endoflife pages of Debian (LTS), Ubuntu, Alpine, AlmaLinux, Rocky Linux, Red Hat, openSUSE, Amazon.
 */
const lastDays: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alpine: {
    '3.12': '2022-05-01',
    '3.13': '2022-11-01',
    '3.14': '2023-05-01',
    '3.15': '2023-11-01',
    '3.16': '2024-05-23',
    '3.17': '2024-11-22',
    '3.18': '2025-05-09',
    '3.19': '2025-11-01',
    '3.20': '2026-04-01',
    '3.21': '2026-11-01',
    '3.22': '2027-05-01',
    '3.23': '2027-11-01',
  },
  debian: {
    '8': '2020-06-30',
    '9': '2022-06-30',
    '10': '2024-06-30',
    '11': '2026-08-31',
    '12': '2028-06-30',
    '13': '2030-06-30',
  },
  ubuntu: {
    '14.04': '2019-04-25',
    '16.04': '2021-04-30',
    '18.04': '2023-05-31',
    '20.04': '2025-05-31',
    '22.04': '2027-04-01',
    '23.10': '2024-07-11',
    '24.04': '2029-05-31',
    '24.10': '2025-07-10',
    '25.04': '2026-01-15',
  },
  centos: { '6': '2020-11-30', '7': '2024-06-30', '8': '2021-12-31' },
  rhel: { '6': '2020-11-30', '7': '2024-06-30', '8': '2029-05-31', '9': '2032-05-31' },
  almalinux: { '8': '2029-03-01', '9': '2032-05-31', '10': '2035-05-31' },
  rocky: { '8': '2029-05-31', '9': '2032-05-31', '10': '2035-05-31' },
  amzn: { '1': '2023-12-31', '2018.03': '2023-12-31', '2': '2026-06-30', '2023': '2029-06-30' },
  'opensuse-leap': { '15.3': '2022-12-31', '15.4': '2023-12-07', '15.5': '2024-12-31', '15.6': '2026-04-30' },
};

/** A release that gets no fixes any more: that nothing is known of its packages then says nothing. Undefined while it does, or unknown. */
export function endOfLife(distro: Distro | undefined, now: Date): Gap | undefined {
  const { id = '', version = '' } = distro ?? {};
  const releases = lastDays[id];
  const [major = '', minor = ''] = version.split('.');
  const lastDay = releases?.[version] ?? releases?.[`${major}.${minor}`] ?? releases?.[major];
  if (lastDay === undefined || now.getTime() < Date.parse(lastDay) + 86_400_000) return undefined;
  return {
    what: `${id} ${version}`,
    reason: `this release has got no security fixes since ${lastDay}, and advisories may no longer name it; move to a newer one`,
  };
}
