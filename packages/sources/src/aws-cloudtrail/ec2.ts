import { at, isObject, textOf } from '../json/access.ts';

/** The Name tag that a request gives to instances. */
export function instanceName(record: unknown): string | undefined {
  const sets = at(record, 'requestParameters', 'tagSpecificationSet', 'items');
  if (!Array.isArray(sets)) return undefined;
  const last = sets.filter((set) => at(set, 'resourceType') === 'instance').at(-1);
  const tags = at(last, 'tags');
  const tag = Array.isArray(tags) ? tags.find((one) => at(one, 'key') === 'Name') : undefined;
  return textOf(at(tag, 'value'));
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
