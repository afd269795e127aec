import { type Json, objectAt, objects, text } from './json.ts';
import type { VexStatement, VexStatus } from './vex-statement.ts';

const states: ReadonlyMap<string, VexStatus> = new Map<string, VexStatus>([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under-investigation'],
  ['false_positive', 'not-affected'],
  ['not_affected', 'not-affected'],
]);
const maxDepth = 64;

export function isCycloneDx(document: Json): boolean {
  return document.bomFormat === 'CycloneDX';
}

/** The analyses of a CycloneDX document (1.4 to 1.6); `affects` names purls, or components of the same document. */
export function readCycloneDxVex(document: Json): VexStatement[] {
  const purls = purlsByRef(document);
  return objects(document.vulnerabilities).flatMap((vulnerability) => {
    const analysis = objectAt(vulnerability, 'analysis');
    const status = states.get(text(analysis.state) ?? '');
    if (status === undefined) return [];
    const references = objects(vulnerability.references).map(({ id }) => text(id));
    const justification = text(analysis.justification) ?? text(analysis.detail);
    return [
      {
        vulnerabilities: [text(vulnerability.id), ...references].filter((name) => name !== undefined),
        status,
        ...(justification === undefined ? {} : { justification }),
        products: objects(vulnerability.affects).flatMap(({ ref }) => {
          const id = purls.get(text(ref) ?? '') ?? text(ref);
          return id?.startsWith('pkg:') === true ? [{ id, subcomponents: [] }] : [];
        }),
      },
    ];
  });
}

function purlsByRef(document: Json): ReadonlyMap<string, string> {
  const purls = new Map<string, string>();
  const walk = (components: unknown, depth: number) => {
    if (depth > maxDepth) throw new Error(`its components are nested more than ${maxDepth} deep`);
    for (const component of objects(components)) {
      const ref = text(component['bom-ref']);
      const purl = text(component.purl);
      if (ref !== undefined && purl !== undefined) purls.set(ref, purl);
      walk(component.components, depth + 1);
    }
  };
  walk(document.components, 0);
  walk([objectAt(objectAt(document, 'metadata'), 'component')], 0);
  return purls;
}
