import { type Json, objectAt, objects, strings, text } from './json.ts';
import type { VexProduct, VexStatement, VexStatus } from './vex-statement.ts';

const lists: readonly (readonly [key: string, status: VexStatus])[] = [
  ['known_affected', 'affected'],
  ['fixed', 'fixed'],
  ['known_not_affected', 'not-affected'],
  ['under_investigation', 'under-investigation'],
];
const maxDepth = 64;

export function isCsaf(document: Json): boolean {
  return text(objectAt(document, 'document').csaf_version) !== undefined;
}

/** CSAF 2.0, profile VEX (also security advisories, which say the same in the same places). */
export function readCsaf(document: Json): VexStatement[] {
  const products = productsOf(objectAt(document, 'product_tree'));
  return objects(document.vulnerabilities).flatMap((vulnerability) => {
    const ids = objects(vulnerability.ids).map((id) => text(id.text));
    const names = [text(vulnerability.cve), ...ids].filter((name) => name !== undefined);
    return lists.flatMap(([key, status]) => statementsOf(vulnerability, names, key, status, products));
  });
}

/** One statement for each justification: flags name the products that they are about. */
function statementsOf(
  vulnerability: Json,
  vulnerabilities: readonly string[],
  key: string,
  status: VexStatus,
  products: ReadonlyMap<string, VexProduct>,
): VexStatement[] {
  const ids = strings(objectAt(vulnerability, 'product_status')[key]);
  const flags = new Map(
    objects(vulnerability.flags).flatMap((flag) =>
      strings(flag.product_ids).map((id) => [id, text(flag.label)]),
    ),
  );
  const groups = Map.groupBy(ids, (id) => flags.get(id));
  return [...groups].map(([justification, group]) => ({
    vulnerabilities,
    status,
    ...(justification === undefined ? {} : { justification }),
    products: group.flatMap((id) => products.get(id) ?? []),
  }));
}

/** Products by their id: those of the tree's branches, and those that are a component in another product. */
function productsOf(tree: Json): ReadonlyMap<string, VexProduct> {
  const purls = new Map<string, string>();
  const note = (product: Json) => {
    const id = text(product.product_id);
    const purl = text(objectAt(product, 'product_identification_helper').purl);
    if (id !== undefined && purl !== undefined) purls.set(id, purl);
  };
  const walk = (branches: unknown, depth: number) => {
    if (depth > maxDepth) throw new Error(`its product tree is nested more than ${maxDepth} deep`);
    for (const branch of objects(branches)) {
      note(objectAt(branch, 'product'));
      walk(branch.branches, depth + 1);
    }
  };
  walk(tree.branches, 0);
  for (const product of objects(tree.full_product_names)) note(product);
  const products = new Map([...purls].map(([id, purl]) => [id, { id: purl, subcomponents: [] as string[] }]));
  for (const relationship of objects(tree.relationships)) {
    const id = text(objectAt(relationship, 'full_product_name').product_id);
    const part = purls.get(text(relationship.product_reference) ?? '');
    const whole = purls.get(text(relationship.relates_to_product_reference) ?? '');
    if (id === undefined || part === undefined) continue;
    products.set(
      id,
      whole === undefined ? { id: part, subcomponents: [] } : { id: whole, subcomponents: [part] },
    );
  }
  return products;
}
