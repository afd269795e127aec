import type { Package } from '@breakwater/model';
import { expect, test } from 'vitest';
import { matchers } from './index.ts';

test.each([
  ['deb', 'debian', '12', ['Debian:12']],
  ['deb', 'debian', '12.5', ['Debian:12']],
  ['deb', 'ubuntu', '22.04', ['Ubuntu:22.04:LTS', 'Ubuntu:22.04']],
  ['apk', 'alpine', '3.18.4', ['Alpine:v3.18']],
  ['apk', 'alpine', '3.21.0_alpha20240923', ['Alpine:edge']],
  ['apk', 'wolfi', undefined, ['Wolfi']],
  ['rpm', 'almalinux', '9.3', ['AlmaLinux:9']],
  ['rpm', 'rocky', '8', ['Rocky Linux:8']],
  ['rpm', 'opensuse-leap', '15.5', ['openSUSE:Leap 15.5']],
  ['rpm', 'azurelinux', '3.0', ['Azure Linux:3']],
  ['rpm', 'photon', '5.0', ['Photon OS:5.0']],
])('%s of %s %s is judged by %j', (type, id, version, ecosystems) => {
  expect(subjectOf(type, { id, ...(version === undefined ? {} : { version }) })).toMatchObject({
    ecosystems,
  });
});

test('repositories and modules of one release are all asked', () => {
  const redHat = subjectOf('rpm', { id: 'rhel', version: '9.4' });
  expect(redHat).toMatchObject({
    ecosystems: expect.arrayContaining([
      'Red Hat:enterprise_linux:9::baseos',
      'Red Hat:enterprise_linux:9::appstream',
    ]),
  });
  const suse = subjectOf('rpm', { id: 'sles', version: '15.4' });
  expect(suse).toMatchObject({
    ecosystems: expect.arrayContaining([
      'SUSE:Linux Enterprise Server 15 SP4',
      'SUSE:Linux Enterprise Module for Basesystem 15 SP4',
    ]),
  });
});

test.each([
  ['rpm', 'amzn', '2023'],
  ['rpm', 'fedora', '40'],
  ['deb', 'kali', '2024.1'],
  ['apk', 'postmarketos', '23.06'],
])('%s of %s is said to have no data, never judged by another vendor', (type, id, version) => {
  expect(subjectOf(type, { id, version })).toMatch(/no advisory data for/);
});

test.each([
  ['pypi', 'Foo.Bar_baz', 'PyPI', 'foo-bar-baz'],
  ['nuget', 'Newtonsoft.Json', 'NuGet', 'newtonsoft.json'],
  ['npm', '@Scope/Name', 'npm', '@Scope/Name'],
  ['maven', 'org.apache.logging.log4j:log4j-core', 'Maven', 'org.apache.logging.log4j:log4j-core'],
  ['pub', 'http', 'Pub', 'http'],
  ['swift', 'https://github.com/Apple/swift-nio.git', 'SwiftURL', 'github.com/apple/swift-nio'],
  ['conan', 'openssl', 'ConanCenter', 'openssl'],
  ['bitnami', 'Node', 'Bitnami', 'node'],
])('%s %s is %s %s', (type, name, ecosystem, known) => {
  expect(subjectOf(type, undefined, name)).toMatchObject({ ecosystems: [ecosystem], name: known });
});

test('programs known by version strings are judged by Bitnami, as weak evidence, or not at all', () => {
  expect(subjectOf('generic', undefined, 'httpd')).toEqual({
    ecosystems: ['Bitnami'],
    name: 'apache',
    version: '1.0.0',
    matchedBy: 'version-string',
  });
  expect(subjectOf('generic', undefined, 'busybox')).toMatch(/no advisory data for busybox/);
});

test('a purl type belongs to one matcher', () => {
  const types = matchers.flatMap((matcher) => matcher.types);
  expect(new Set(types).size).toBe(types.length);
});

function subjectOf(
  type: string,
  distro: Parameters<(typeof matchers)[number]['subject']>[1],
  name = 'openssl',
) {
  const target: Package = {
    type,
    name,
    version: '1.0.0',
    purl: `pkg:${type}/${name}@1.0.0`,
    locations: [],
    licenses: [],
    foundBy: 'test',
  };
  return matchers.find(({ types }) => types.includes(type))?.subject(target, distro);
}
