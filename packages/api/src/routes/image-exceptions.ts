import { z } from 'zod';
import { readAccess, respondAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type AcceptedRisk,
  type AcceptRiskBody,
  acceptedRiskSchema,
  acceptRiskSchema,
} from '../schemas/image-exception.ts';
import { digestSchema, idParams } from '../schemas/params.ts';

const tag = 'Accepted risks';
const base = '/api/v1/accepted-risks';

export const listAcceptedRisks: Route<
  unknown,
  { digest?: string },
  unknown,
  { risks: readonly AcceptedRisk[]; isPartial: boolean }
> = {
  id: 'listAcceptedRisks',
  method: 'GET',
  path: base,
  summary:
    'Risks that were accepted for images, the newest first, expired and revoked ones too; `digest` keeps those that cover one image. `isPartial`: there are more than 2000',
  tag,
  access: readAccess,
  query: z.object({ digest: digestSchema.exactOptional() }),
  response: json(z.object({ risks: z.array(acceptedRiskSchema), isPartial: z.boolean() })),
};

export const acceptRisk: Route<unknown, unknown, AcceptRiskBody, AcceptedRisk> = {
  id: 'acceptRisk',
  method: 'POST',
  path: base,
  summary:
    'Accept a vulnerability, check, file or package of an image until a date: policies do not fail on it',
  tag,
  access: respondAccess,
  body: acceptRiskSchema,
  response: json(acceptedRiskSchema),
};

export const revokeAcceptedRisk: Route<{ id: string }, unknown, unknown, AcceptedRisk> = {
  id: 'revokeAcceptedRisk',
  method: 'POST',
  path: `${base}/:id/revoke`,
  summary: 'End the acceptance of a risk before its date; it stays on record',
  tag,
  access: respondAccess,
  params: idParams,
  response: json(acceptedRiskSchema),
};
