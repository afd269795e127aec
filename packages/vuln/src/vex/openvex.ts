import { isObject, type Json, objectAt, objects, strings, text } from './json.ts';
import type { VexProduct, VexStatement, VexStatus } from './vex-statement.ts';

const statuses: ReadonlyMap<string, VexStatus> = new Map<string, VexStatus>([
  ['affected', 'affected'],
  ['fixed', 'fixed'],
  ['not_affected', 'not-affected'],
  ['under_investigation', 'under-investigation'],
]);

export function isOpenVex(document: Json): boolean {
  const context = text(document['@context']);
  return context?.startsWith('https://openvex.dev/ns') === true && Array.isArray(document.statements);
}

/** OpenVEX 0.0.1 to 0.2.0. Throws with a message for people on a statement that cannot be read. */
export function readOpenVex(document: Json): VexStatement[] {
  return objects(document.statements).map((statement, index) => {
    const status = statuses.get(text(statement.status) ?? '');
    if (status === undefined)
      throw new Error(`statement ${index + 1} has the status ${JSON.stringify(statement.status)}`);
    const justification = text(statement.justification) ?? text(statement.impact_statement);
    return {
      vulnerabilities: namesOf(statement.vulnerability),
      status,
      ...(justification === undefined ? {} : { justification }),
      products: (Array.isArray(statement.products) ? statement.products : []).flatMap(readProduct),
    };
  });
}

function namesOf(vulnerability: unknown): string[] {
  if (typeof vulnerability === 'string') return [vulnerability];
  if (!isObject(vulnerability)) return [];
  return [text(vulnerability.name), ...strings(vulnerability.aliases)].filter((name) => name !== undefined);
}

function readProduct(product: unknown): VexProduct[] {
  if (typeof product === 'string') return [{ id: product, subcomponents: [] }];
  if (!isObject(product)) return [];
  const id = purlOf(product);
  const parts = (Array.isArray(product.subcomponents) ? product.subcomponents : []).flatMap(
    (part: unknown) => (typeof part === 'string' ? [part] : isObject(part) ? (purlOf(part) ?? []) : []),
  );
  return id === undefined ? [] : [{ id, subcomponents: parts }];
}

function purlOf(component: Json): string | undefined {
  return text(objectAt(component, 'identifiers').purl) ?? text(component['@id']);
}
