import type { Ownership } from '@breakwater/api';
import { everything, type Filter, type Place, type StoredEvent } from '@breakwater/model';
import { defaultOwnerRules, type OwnerDecision, type OwnerSubject, ownerFinder } from '@breakwater/notify';
import { imageReports, images, resources, type StateReader, settings } from '@breakwater/store';

type Tables = Pick<StateReader, 'table'>;

export const ownershipSetting = 'ownership';

/** Images of one row that are asked for their owners. */
const maxImages = 20;

export async function readOwnership(tables: Tables): Promise<Ownership> {
  const stored = await tables.table(settings).get(ownershipSetting);
  return (stored?.record.value as Ownership | undefined) ?? { ...defaultOwnerRules, ownerChannels: [] };
}

/** Finds the owners of rows; what it read of an image or cluster it reads once. */
export class Owners {
  readonly #tables: Tables;
  readonly #find: (subject: OwnerSubject) => OwnerDecision;
  readonly #images = new Map<string, Promise<OwnerSubject>>();
  readonly #tags = new Map<string, Promise<Readonly<Record<string, string>> | undefined>>();

  constructor(tables: Tables, rules: Ownership) {
    this.#tables = tables;
    this.#find = ownerFinder(rules);
  }

  /** Every owner of what a row is about: of each of its images, or of its place. */
  async ofRow(row: StoredEvent): Promise<readonly string[]> {
    const digests = digestsOf(row);
    const place = await this.#placeSubject(row.place, subjectOf(row));
    const subjects: OwnerSubject[] = [];
    for (const digest of digests) subjects.push({ ...place, ...(await this.#imageSubject(digest)) });
    if (subjects.length === 0) subjects.push(place);
    return [...new Set(subjects.flatMap((subject) => this.#find(subject).owners))];
  }

  /** Of what somebody asks about. */
  async explain(
    place: Place,
    digest: string | undefined,
    repository: string | undefined,
  ): Promise<OwnerDecision> {
    const image = digest === undefined ? {} : await this.#imageSubject(digest);
    const named = repository === undefined ? {} : { repository };
    return this.#find({ ...(await this.#placeSubject(place, undefined)), ...image, ...named });
  }

  #imageSubject(digest: string): Promise<OwnerSubject> {
    const known = this.#images.get(digest) ?? this.#readImage(digest);
    this.#images.set(digest, known);
    return known;
  }

  async #readImage(digest: string): Promise<OwnerSubject> {
    const summary = (await this.#tables.table(images, everything).get(digest))?.record;
    const stored = (await this.#tables.table(imageReports, everything).get(digest))?.record;
    const { registry, repository } = summary ?? {};
    const name =
      repository === undefined || registry === undefined ? repository : `${registry}/${repository}`;
    return {
      ...(name === undefined ? {} : { repository: name }),
      ...(stored === undefined ? {} : { labels: stored.report.config.labels }),
    };
  }

  async #placeSubject(place: Place, resourceId: string | undefined): Promise<OwnerSubject> {
    const { account, cluster, service, namespace } = place;
    const tags =
      (resourceId === undefined ? undefined : await this.#tagsOfId(resourceId)) ??
      (service === undefined ? undefined : await this.#tagsOfName('aws.ecs-service', service, place));
    const clusterTags =
      cluster === undefined ? undefined : await this.#tagsOfName('aws.ecs-cluster', cluster, place);
    const parts = { account, cluster, service, namespace, tags, clusterTags };
    return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  }

  #tagsOfId(id: string): Promise<Readonly<Record<string, string>> | undefined> {
    return this.#once(id, async () => (await this.#tables.table(resources, everything).get(id))?.record.tags);
  }

  #tagsOfName(type: string, name: string, { account, region, cluster }: Place) {
    return this.#once(JSON.stringify([type, name, account, region, cluster]), async () => {
      const filters: Filter[] = [
        { op: '=', field: 'type', value: type },
        { op: '=', field: 'name', value: name },
      ];
      if (account !== undefined) filters.push({ op: '=', field: 'account', value: account });
      if (region !== undefined) filters.push({ op: '=', field: 'region', value: region });
      if (type === 'aws.ecs-service' && cluster !== undefined) {
        filters.push({ op: '=', field: 'cluster', value: cluster });
      }
      const page = await this.#tables
        .table(resources, everything)
        .list({ filter: { op: 'and', filters }, limit: 1 });
      return page.rows[0]?.record.tags;
    });
  }

  #once(key: string, read: () => Promise<Readonly<Record<string, string>> | undefined>) {
    const known = this.#tags.get(key) ?? read();
    this.#tags.set(key, known);
    return known;
  }
}

function digestsOf({ place, body }: StoredEvent): readonly string[] {
  const listed = isRecord(body) && Array.isArray(body.images) ? body.images : [];
  const digests = listed.filter((one): one is string => typeof one === 'string');
  return [...new Set([...(place.imageDigest === undefined ? [] : [place.imageDigest]), ...digests])].slice(
    0,
    maxImages,
  );
}

/** The resource that a transition of a finding is about. */
function subjectOf({ body }: StoredEvent): string | undefined {
  const finding = isRecord(body) ? body.finding : undefined;
  return isRecord(finding) && typeof finding.subject === 'string' ? finding.subject : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
