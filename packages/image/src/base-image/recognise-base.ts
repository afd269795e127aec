import type { BaseImage, ImageLayer, ImageReport } from '@breakwater/model';

/** An image that others may be built on, as an earlier scan found it. */
export interface KnownImage {
  /** `debian:12`, or what it was asked for by. */
  readonly name: string;
  readonly digest?: string;
  /** diff_ids, bottom first. */
  readonly layers: readonly string[];
}

/** Known images, by their top layer: an image is looked up in time that its own layers alone decide. */
export type BaseIndex = ReadonlyMap<string, readonly KnownImage[]>;

const nameLabel = 'org.opencontainers.image.base.name';
const digestLabel = 'org.opencontainers.image.base.digest';

/** What a stored report tells of an image as a base of others. */
export function knownImage({
  reference,
  repository,
  tag,
  digest,
  layers,
}: Pick<ImageReport, 'reference' | 'repository' | 'tag' | 'digest' | 'layers'>): KnownImage {
  const name = repository === undefined ? reference : `${repository}${tag === undefined ? '' : `:${tag}`}`;
  return { name, digest, layers: layers.map(({ diffId }) => diffId) };
}

export function indexBases(known: Iterable<KnownImage>): BaseIndex {
  const index = new Map<string, KnownImage[]>();
  for (const image of known) {
    const top = image.layers.at(-1);
    if (top === undefined) continue;
    const images = index.get(top);
    if (images === undefined) index.set(top, [image]);
    else images.push(image);
  }
  return index;
}

/**
 * The image with the most layers that an image begins with all of, and has more than. Of several with the same layers, the one that
 * the labels name, else the first by name. Where none is known the labels are believed, and `layers` is 0: how far it reaches is not
 * known. Undefined when nothing tells.
 */
export function recogniseBase(
  layers: readonly Pick<ImageLayer, 'diffId'>[],
  known: BaseIndex,
  labels: Readonly<Record<string, string>> = {},
): BaseImage | undefined {
  const label = (key: string) => (Object.hasOwn(labels, key) && labels[key] !== '' ? labels[key] : undefined);
  const name = label(nameLabel);
  const digest = label(digestLabel);
  for (let count = layers.length - 1; count > 0; count -= 1) {
    const top = layers[count - 1]?.diffId ?? '';
    const bases = (known.get(top) ?? []).filter((one) => isPrefix(one.layers, layers, count));
    const base = choose(bases, name, digest);
    if (base !== undefined) {
      return {
        name: base.name,
        ...(base.digest === undefined ? {} : { digest: base.digest }),
        layers: count,
      };
    }
  }
  if (name === undefined && digest === undefined) return undefined;
  return { name: name ?? digest ?? '', ...(digest === undefined ? {} : { digest }), layers: 0 };
}

function isPrefix(
  base: readonly string[],
  layers: readonly Pick<ImageLayer, 'diffId'>[],
  count: number,
): boolean {
  return base.length === count && base.every((diffId, index) => layers[index]?.diffId === diffId);
}

function choose(
  bases: readonly KnownImage[],
  name: string | undefined,
  digest: string | undefined,
): KnownImage | undefined {
  const [first] = bases.toSorted((a, b) => {
    const rank = (one: KnownImage) =>
      digest !== undefined && one.digest === digest
        ? 0
        : name !== undefined && isSameName(one.name, name)
          ? 1
          : 2;
    return rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  });
  return first;
}

/** `docker.io/library/debian:12` and `debian:12` are one name. */
function isSameName(a: string, b: string): boolean {
  const short = (name: string) => name.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return short(a) === short(b);
}
