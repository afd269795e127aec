import { randomUUID } from 'node:crypto';
import type { AcceptRiskBody } from '@breakwater/api';
import { everything, type Filter } from '@breakwater/model';
import {
  type AcceptedWhere,
  type ImageException,
  imageExceptions,
  images,
  type StateTransaction,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { isEverywhere } from '../auth/caller.ts';
import { readReport } from '../fleet/current-report.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { judgedAgain, readPlaces } from './image-results.ts';
import { readPoliciesInForce, type Tables } from './policies-in-force.ts';

interface Who {
  readonly scope: Filter;
  readonly by: string;
}

/** Accepts a risk until a date. The images that it covers must all be in the scope of who accepts it. */
export async function acceptRisk(
  transaction: StateTransaction,
  body: AcceptRiskBody,
  { scope, by }: Who,
  now: Date,
): Promise<ImageException> {
  if (body.expires < now.toISOString().slice(0, 10)) {
    throw new HttpError(400, 'expired', `body.expires: ${body.expires} is over already`);
  }
  for (const key of ['subject', 'package', 'path'] as const) {
    if (body[key]?.includes('*') !== true) continue;
    const message = `body.${key}: "*" is not for accepted risks: name what is accepted, or write an exception in a policy`;
    throw new HttpError(400, 'wildcard', message);
  }
  await requireReach(transaction, body.where, scope);
  const exception: ImageException = {
    id: randomUUID(),
    ...body,
    owner: body.owner ?? by,
    createdAt: now.toISOString(),
    createdBy: by,
  };
  await transaction.table(imageExceptions).insert(exception);
  await judgeCovered(transaction, exception.where, now);
  return exception;
}

/** Ends an acceptance before its date. It stays on record. */
export async function revokeAcceptance(
  transaction: StateTransaction,
  id: string,
  { scope, by }: Who,
  now: Date,
): Promise<ImageException> {
  const stored = await transaction.table(imageExceptions).get(id);
  if (stored === undefined || !(await isInSight(transaction, stored.record, scope)))
    throw notFound(`accepted risk ${id}`);
  await requireReach(transaction, stored.record.where, scope);
  if (stored.record.revokedAt !== undefined)
    throw new HttpError(409, 'revoked', `${stored.record.revokedBy} has revoked it already`);
  const revoked = { ...stored.record, revokedAt: now.toISOString(), revokedBy: by };
  await transaction.table(imageExceptions).put(revoked);
  await judgeCovered(transaction, revoked.where, now);
  return revoked;
}

/** True when the acceptance covers, or may cover, an image of the scope. */
export async function isInSight(tables: Tables, { where }: ImageException, scope: Filter): Promise<boolean> {
  if (where.kind === 'everywhere' || isEverywhere(scope)) return true;
  return (await tables.table(images, scope).count(filterOf(where))) > 0;
}

/** Nobody takes a risk for images that they do not see. */
async function requireReach(tables: Tables, where: AcceptedWhere, scope: Filter): Promise<void> {
  if (where.kind === 'image') {
    if ((await tables.table(images, scope).get(where.digest)) === undefined)
      throw notFound(`image ${where.digest}`);
    return;
  }
  if (isEverywhere(scope)) return;
  const message =
    where.kind === 'everywhere'
      ? 'body.where: only who sees everything accepts a risk everywhere: choose the image or its repository'
      : `body.where: "${where.repository}" has images outside the scope of your teams: choose the image`;
  if (where.kind === 'everywhere') throw new HttpError(403, 'out-of-reach', message);
  const inside = await tables.table(images, scope).count(filterOf(where));
  if (inside === 0) throw notFound(`repository ${where.repository}`);
  const all = await tables.table(images, everything).count(filterOf(where));
  if (inside < all) throw new HttpError(403, 'out-of-reach', message);
}

/** One image is judged at once; of a repository the rows are marked for the job, of everything they are by the name in force. */
async function judgeCovered(transaction: StateTransaction, where: AcceptedWhere, now: Date): Promise<void> {
  if (where.kind === 'everywhere') return;
  const table = transaction.table(images, everything);
  if (where.kind === 'image') {
    const image = await table.get(where.digest);
    const stored = await readReport(transaction, everything, where.digest);
    if (image === undefined || stored === undefined) return;
    const inForce = await readPoliciesInForce(transaction, now);
    const places = await readPlaces(transaction, where.digest);
    await table.put(judgedAgain(image.record, stored.record, inForce, places, now));
    return;
  }
  const covered = [];
  for await (const image of recordsOf(table, filterOf(where))) covered.push(image);
  await table.putAll(covered.map(({ judgedBy: _, ...image }) => image));
}

function filterOf(where: Exclude<AcceptedWhere, { kind: 'everywhere' }>): Filter {
  if (where.kind === 'image') return { op: '=', field: 'image.digest', value: where.digest };
  return { op: '=', field: 'repository', value: where.repository };
}
