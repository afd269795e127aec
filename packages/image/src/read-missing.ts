import type { Budget } from './layer/collect-members.ts';
import type { Keeping } from './layer/condenser.ts';
import type { FileBody } from './layer/layer-entry.ts';
import type { LayerContent } from './layer/read-layer.ts';
import type { StoredContent, StoredLayer } from './layer-cache/stored-layer.ts';

/** A file of a layer that is wanted only by way of a link, which reading the layer alone could not tell. */
export interface MissingFile {
  readonly body: FileBody;
  readonly keeping: Keeping;
}

/** Files of one layer, by their place in its tar. */
export type MissingFiles = ReadonlyMap<number, MissingFile>;

/** Takes them from what is stored of the layer; false, and nothing taken, when some of them are not. */
export function takeStored(missing: MissingFiles, { extras }: StoredLayer, budget: Budget): boolean {
  const stored = new Map(extras.map((one) => [keyOf(one.ordinal, one.keeping), one]));
  const found: [FileBody, StoredContent][] = [];
  for (const [ordinal, { body, keeping }] of missing) {
    const one = stored.get(keyOf(ordinal, nameOf(keeping)));
    if (one === undefined) return false;
    found.push([body, one]);
  }
  found.sort(([a], [b]) => a.ordinal - b.ordinal);
  for (const [body, { content, condensedBy }] of found) {
    if (content === undefined) body.isDeclined = true;
    else if (content.length <= budget.contentBytes) {
      budget.contentBytes -= content.length;
      body.content = content;
      if (condensedBy !== undefined) body.condensedBy = condensedBy;
    }
  }
  return true;
}

/** Takes them from a second reading of the layer. What may be stored is returned. */
export function takeRead(missing: MissingFiles, { entries }: LayerContent): readonly StoredContent[] {
  const extras: StoredContent[] = [];
  for (const { body: read } of entries) {
    const wanted = read === undefined ? undefined : missing.get(read.ordinal);
    if (read === undefined || wanted === undefined) continue;
    const { body, keeping } = wanted;
    const { ordinal, content, condensedBy, isDeclined = false } = read;
    const condensed = condensedBy === undefined ? {} : { condensedBy };
    Object.assign(body, { content, isDeclined, ...condensed });
    if (content !== undefined || isDeclined) {
      extras.push({ ordinal, keeping: nameOf(keeping), content, ...condensed });
    }
  }
  return extras;
}

function keyOf(ordinal: number, keeping: string): string {
  return `${ordinal} ${keeping}`;
}

function nameOf(keeping: Keeping): string {
  return keeping === 'whole' ? keeping : keeping.map(({ name }) => name).join(' ');
}
