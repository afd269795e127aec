import { at, filled, isObject, textOf } from '../json/access.ts';

/** The Name tag that a request gives to instances: that of the last set that has one. */
export function instanceName(record: unknown): string | undefined {
  const sets = at(record, 'requestParameters', 'tagSpecificationSet', 'items');
  if (!Array.isArray(sets)) return undefined;
  const names = sets
    .filter((set) => at(set, 'resourceType') === 'instance')
    .map((set) => at(set, 'tags'))
    .flatMap((tags) => (Array.isArray(tags) ? [tags.find((tag) => at(tag, 'key') === 'Name')] : []))
    .filter((tag) => tag !== undefined)
    .map((tag) => at(tag, 'value'));
  return filled(names.at(-1));
}

/** The image of every instance in the response. */
export function responseImageIds(record: unknown): readonly string[] | undefined {
  const items = at(record, 'responseElements', 'instancesSet', 'items');
  if (!Array.isArray(items)) return undefined;
  const ids = items.flatMap((item) => textOf(at(item, 'imageId')) ?? []);
  return ids.length === 0 ? undefined : ids;
}

const requestPaths = [
  ['imageId'],
  ['DescribeFastLaunchImagesRequest', 'ImageId', 'content'],
  ['launchSpecification', 'imageId'],
] as const;

/** The image that a request names, wherever the call puts it. */
export function requestImageId(record: unknown): string | undefined {
  for (const path of requestPaths) {
    const value = textOf(at(record, 'requestParameters', ...path));
    if (value !== undefined) return value;
  }
  const instances = at(record, 'requestParameters', 'instancesSet', 'items');
  const first = Array.isArray(instances)
    ? instances.find((item) => isObject(item) && 'imageId' in item)
    : undefined;
  return textOf(at(first, 'imageId'));
}
