import type { Match } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { applyVex } from './apply-vex.ts';
import { readVex } from './read-vex.ts';

const purl = 'pkg:deb/debian/libssl3@3.0.14-1?arch=amd64&distro=debian-12';
const digest = `sha256:${'a'.repeat(64)}`;
const match: Match = {
  id: 'DEBIAN-CVE-2024-1',
  aliases: ['CVE-2024-1'],
  summary: '',
  severity: 'high',
  isKnownExploited: false,
  fixState: 'not-fixed',
  package: { type: 'deb', name: 'libssl3', version: '3.0.14-1', purl },
  details: [],
};

const openVex = (statement: object) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  statements: [{ vulnerability: { name: 'CVE-2024-1' }, ...statement }],
});
const notAffected = { status: 'not_affected', justification: 'component_not_present' };

describe('OpenVEX', () => {
  test.each<[string, object, boolean]>([
    ['the package', { products: [{ '@id': purl }] }, true],
    ['any version of it', { products: [{ '@id': 'pkg:deb/debian/libssl3' }] }, true],
    ['another version', { products: [{ '@id': 'pkg:deb/debian/libssl3@3.0.15-1' }] }, false],
    ['another architecture', { products: [{ '@id': 'pkg:deb/debian/libssl3?arch=arm64' }] }, false],
    ['another distribution', { products: [{ '@id': 'pkg:deb/ubuntu/libssl3' }] }, false],
    ['a text, as in 0.0.1', { vulnerability: 'CVE-2024-1', products: ['pkg:deb/debian/libssl3'] }, true],
    ['another vulnerability', { vulnerability: { name: 'CVE-2024-2' }, products: [{ '@id': purl }] }, false],
    [
      'one of its aliases',
      { vulnerability: { name: 'X', aliases: ['CVE-2024-1'] }, products: [{ '@id': purl }] },
      true,
    ],
    ['the image by digest', { products: [{ '@id': `pkg:oci/shop@${digest}` }] }, true],
    ['the image by name', { products: [{ '@id': 'pkg:oci/shop' }] }, true],
    ['another image', { products: [{ '@id': 'pkg:oci/other' }] }, false],
    [
      'a package of the image',
      { products: [{ '@id': 'pkg:oci/shop', subcomponents: [{ '@id': 'pkg:deb/debian/libssl3' }] }] },
      true,
    ],
    [
      'another package of the image',
      { products: [{ '@id': 'pkg:oci/shop', subcomponents: [{ '@id': 'pkg:deb/debian/zlib' }] }] },
      false,
    ],
    ['no purl', { products: [{ '@id': 'libssl3' }] }, false],
    ['no product', {}, false],
  ])('%s', (_name, statement, isSuppressed) => {
    const { matches, suppressed } = apply(openVex({ ...notAffected, ...statement }));
    expect([matches.length, suppressed.length]).toEqual(isSuppressed ? [0, 1] : [1, 0]);
  });

  test('keeps the word of the document', () => {
    const { suppressed } = apply(openVex({ ...notAffected, products: [{ '@id': purl }] }));
    expect(suppressed).toEqual([
      { match, status: 'not-affected', source: 'vex.json', justification: 'component_not_present' },
    ]);
  });

  test('a later statement counts', () => {
    const products = [{ '@id': purl }];
    const document = openVex({ ...notAffected, products });
    const again = openVex({ status: 'affected', products });
    expect(
      apply({ ...document, statements: [...document.statements, ...again.statements] }).matches,
    ).toHaveLength(1);
    expect(
      apply({ ...document, statements: [...again.statements, ...document.statements] }).matches,
    ).toHaveLength(0);
  });
});

describe('CSAF', () => {
  const tree = {
    branches: [
      {
        category: 'vendor',
        branches: [
          { product: { product_id: 'P', product_identification_helper: { purl: 'pkg:deb/debian/libssl3' } } },
        ],
      },
      { product: { product_id: 'I', product_identification_helper: { purl: 'pkg:oci/shop' } } },
    ],
    relationships: [
      { product_reference: 'P', relates_to_product_reference: 'I', full_product_name: { product_id: 'I:P' } },
    ],
  };
  const csaf = (vulnerability: object) => ({
    document: { csaf_version: '2.0', category: 'csaf_vex' },
    product_tree: tree,
    vulnerabilities: [{ cve: 'CVE-2024-1', ...vulnerability }],
  });

  test.each([
    ['known_not_affected', 'P', 0],
    ['fixed', 'I:P', 0],
    ['known_affected', 'P', 1],
    ['under_investigation', 'P', 1],
    ['known_not_affected', 'nobody', 1],
  ])('%s of %s leaves %d', (status, product, left) => {
    expect(apply(csaf({ product_status: { [status]: [product] } })).matches).toHaveLength(left);
  });

  test('flags are the justification', () => {
    const flags = [{ label: 'vulnerable_code_not_present', product_ids: ['P'] }];
    const { suppressed } = apply(csaf({ flags, product_status: { known_not_affected: ['P'] } }));
    expect(suppressed[0]?.justification).toBe('vulnerable_code_not_present');
  });
});

describe('CycloneDX', () => {
  test.each([
    ['not_affected', purl, 0],
    ['false_positive', 'ref-1', 0],
    ['resolved', 'ref-1', 0],
    ['exploitable', purl, 1],
    ['not_affected', 'ref-2', 1],
    ['no such state', purl, 1],
  ])('%s of %s leaves %d', (state, ref, left) => {
    const document = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [{ components: [{ 'bom-ref': 'ref-1', purl }] }],
      vulnerabilities: [{ id: 'CVE-2024-1', analysis: { state }, affects: [{ ref }] }],
    };
    expect(apply(document).matches).toHaveLength(left);
  });
});

test.each([
  ['{', /is not JSON/],
  ['[]', /is no VEX document/],
  ['{"bomFormat":"SPDX"}', /is no VEX document/],
  [JSON.stringify(openVex({ status: 'fine' })), /statement 1 has the status "fine"/],
])('%s is refused', (content, reason) => {
  expect(() => readVex(content)).toThrow(reason);
});

test('nesting without end is refused', () => {
  let components: object[] = [];
  for (let depth = 0; depth < 100; depth += 1) components = [{ components }];
  expect(() => readVex(JSON.stringify({ bomFormat: 'CycloneDX', components }))).toThrow(
    'nested more than 64 deep',
  );
});

function apply(document: object) {
  const statements = readVex(JSON.stringify(document)).map((statement) => ({
    ...statement,
    source: 'vex.json',
  }));
  return applyVex([match], statements, { digest, repository: 'team/shop' });
}

describe('an erratum of several CVEs', () => {
  const erratum: Match = { ...match, id: 'DSA-1', aliases: ['CVE-2024-1', 'CVE-2024-2'] };
  const said = (vulnerability: string, status: string) => ({ vulnerability, status, products: [purl] });

  test.each<[string, readonly object[], boolean]>([
    ['one of them is not affected', [said('CVE-2024-1', 'not_affected')], false],
    ['each is', [said('CVE-2024-1', 'not_affected'), said('CVE-2024-2', 'fixed')], true],
    [
      'one is affected again',
      [...['1', '2'].map((n) => said(`CVE-2024-${n}`, 'fixed')), said('CVE-2024-2', 'affected')],
      false,
    ],
    ['it is named itself', [said('DSA-1', 'not_affected')], true],
  ])('%s', (_name, statements, isSuppressed) => {
    const document = JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements });
    const read = readVex(document).map((statement) => ({ ...statement, source: 'vex.json' }));
    expect(applyVex([erratum], read, { digest }).suppressed).toHaveLength(isSuppressed ? 1 : 0);
  });
});
