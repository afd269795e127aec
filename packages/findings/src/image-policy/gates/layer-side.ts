import type { LayerSide } from '../image-policy.ts';
import type { JudgedImage } from '../judge-context.ts';

/** diff_ids of the layers that the base image brought; undefined when the base is not known. */
export function baseLayersOf({ report }: JudgedImage): ReadonlySet<string> | undefined {
  const { baseImage, layers } = report;
  if (baseImage === undefined) return undefined;
  return new Set(layers.slice(0, baseImage.layers).map(({ diffId }) => diffId));
}

/** Tells which layers a gate looks at. Without a known base every layer is the image's own, and nothing can be said of a base. */
export function layerFilter(
  side: LayerSide | undefined,
  image: JudgedImage,
): { readonly includes: (layer: string | undefined) => boolean; readonly undecided: readonly string[] } {
  if (side === undefined) return { includes: () => true, undecided: [] };
  const base = baseLayersOf(image);
  if (base === undefined) {
    const undecided = side === 'base' ? ['the base image is not known, so its layers were not judged'] : [];
    return { includes: () => side === 'own', undecided };
  }
  return {
    includes: (layer) => (layer !== undefined && base.has(layer)) === (side === 'base'),
    undecided: [],
  };
}
