import { type ImageOrigin, imageOrigins } from '@breakwater/model';
import { type FieldsOf, someOf, texts } from './field.ts';
import type { ImagePolicy, ImageSelectors } from './image-policy.ts';
import type { ImagePlace, JudgeContext, JudgedReport } from './judge-context.ts';
import { matchesWildcard } from './wildcard.ts';

/** The part of a report that selectors read. */
export type SelectedReport = Partial<
  Pick<JudgedReport, 'registry' | 'repository' | 'tag' | 'digest' | 'config' | 'baseImage'>
>;

export const selectorFields: FieldsOf<ImageSelectors> = {
  registries: texts('Registries: `123456789012.dkr.ecr.eu-west-1.amazonaws.com`.'),
  repositories: texts('Repositories without the registry: `payments/*`.'),
  tags: texts('Tags.'),
  digests: texts('Digests of manifests, `sha256:…`.'),
  labels: texts('Labels of the image: `key`, or `key=value`.'),
  baseImages: texts('Names of the image it was built on.'),
  origins: someOf(imageOrigins, 'What asked for the scan.'),
  accounts: texts('Accounts in which it runs.'),
  regions: texts('Regions in which it runs.'),
  clusters: texts('Clusters in which it runs.'),
  services: texts('Services that run it.'),
  stages: texts('Stages of the place it runs in, or is built for.'),
  applications: texts('Applications it belongs to.'),
};

/**
 * True when the policy applies to the image: to the image itself, and to at least one of the places where it runs. Without known
 * places, selectors of places select nothing and exclude nothing.
 */
export function appliesTo(
  { applies, excludes }: Pick<ImagePolicy, 'applies' | 'excludes'>,
  report: SelectedReport,
  context: JudgeContext = {},
): boolean {
  const places = context.places === undefined || context.places.length === 0 ? [{}] : context.places;
  return places.some(
    (place) =>
      isSelected(applies, report, context.origins, place) &&
      (excludes === undefined || isEmpty(excludes) || !isSelected(excludes, report, context.origins, place)),
  );
}

/** True when every list given has an entry that fits. */
export function isSelected(
  selectors: ImageSelectors,
  report: SelectedReport,
  origins: readonly ImageOrigin[] | undefined,
  place: ImagePlace,
): boolean {
  const { labels } = selectors;
  return (
    hasFit(selectors.registries, report.registry) &&
    hasFit(selectors.repositories, report.repository) &&
    hasFit(selectors.tags, report.tag) &&
    hasFit(selectors.digests, report.digest) &&
    hasFit(selectors.baseImages, report.baseImage?.name) &&
    hasFit(selectors.accounts, place.account) &&
    hasFit(selectors.regions, place.region) &&
    hasFit(selectors.clusters, place.cluster) &&
    hasFit(selectors.services, place.service) &&
    hasFit(selectors.stages, place.stage) &&
    hasFit(selectors.applications, place.application) &&
    (isOpen(selectors.origins) || (origins ?? []).some((origin) => selectors.origins?.includes(origin))) &&
    (isOpen(labels) || labels.some((entry) => hasLabel(report.config?.labels ?? {}, entry)))
  );
}

/** True when labels hold `key`, or `key=value`; `*` stands for any characters in either. */
export function hasLabel(labels: Readonly<Record<string, string>>, entry: string): boolean {
  const split = entry.indexOf('=');
  const key = split < 0 ? entry : entry.slice(0, split);
  const value = split < 0 ? '*' : entry.slice(split + 1);
  return Object.entries(labels).some(
    ([name, text]) => matchesWildcard(key, name) && matchesWildcard(value, text),
  );
}

function hasFit(patterns: readonly string[] | undefined, value: string | undefined): boolean {
  if (isOpen(patterns)) return true;
  return value !== undefined && patterns.some((pattern) => matchesWildcard(pattern, value));
}

function isOpen(list: readonly unknown[] | undefined): list is undefined {
  return list === undefined || list.length === 0;
}

function isEmpty(selectors: ImageSelectors): boolean {
  return Object.values(selectors).every(isOpen);
}
