import { expect, it } from 'vitest';
import { attestedVex } from './attested-vex.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const statement = {
  vulnerability: { name: 'CVE-2026-1' },
  status: 'not_affected',
  justification: 'component_not_present',
};
const vexOf = (more: object) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  statements: [{ ...statement, ...more }],
});
const read = (
  predicate: Readonly<Record<string, unknown>>,
  predicateType = 'https://openvex.dev/ns/v0.2.0',
) =>
  attestedVex({
    digest,
    attested: { attestations: [{ predicateType, predicate, digest: 'sha256:1' }], problems: ['p'] },
  });

it('a statement without products is about the image', () => {
  const { statements } = read(vexOf({}));
  expect(statements).toMatchObject([
    {
      ...{ vulnerabilities: ['CVE-2026-1'], status: 'not-affected', source: 'attestation sha256:1' },
      products: [{ id: `pkg:oci/image@${encodeURIComponent(digest)}` }],
    },
  ]);
});

it('products that are named stay', () => {
  const { statements } = read(vexOf({ products: [{ '@id': 'pkg:deb/debian/a@1' }] }));
  expect(statements[0]?.products).toEqual([{ id: 'pkg:deb/debian/a@1', subcomponents: [] }]);
});

it('what cannot be read is told, and what is no VEX is passed over', () => {
  expect(read(vexOf({ status: 'maybe' }))).toMatchObject({
    statements: [],
    problems: ['p', expect.stringContaining('sha256:1: ')],
  });
  expect(read({}, 'https://slsa.dev/provenance/v1')).toEqual({ statements: [], problems: ['p'] });
  expect(read({ bomFormat: 'CycloneDX', components: [] }, 'https://cyclonedx.org/bom')).toMatchObject({
    statements: [],
  });
});

it('nothing attached says nothing', () => {
  expect(attestedVex({ digest })).toEqual({ statements: [], problems: [] });
});
