import { z } from 'zod';
import { administerAccess, readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type ImagePolicyBody,
  type ImagePolicyDetail,
  type ImagePolicyPreview,
  type ImagePolicyProblem,
  type ImagePolicyRow,
  type ImagePolicyVersion,
  imagePolicyBodySchema,
  imagePolicyDetailSchema,
  imagePolicyProblemSchema,
  imagePolicyRowSchema,
  imagePolicyVersionSchema,
  type PreviewBody,
  previewBodySchema,
  previewSchema,
} from '../schemas/image-policy.ts';
import { idParams, restoreBody, revisionQuery } from '../schemas/params.ts';

const tag = 'Image policies';
const base = '/api/v1/image-policies';

export interface ImagePolicyList {
  readonly policies: readonly ImagePolicyRow[];
  /** Images whose verdict still rests on older policies: they are being judged. */
  readonly pending: number;
}

export const listImagePolicies: Route<unknown, unknown, unknown, ImagePolicyList> = {
  id: 'listImagePolicies',
  method: 'GET',
  path: base,
  summary: 'Every image policy, with how many images fail it',
  tag,
  access: readAccess,
  response: json(z.object({ policies: z.array(imagePolicyRowSchema), pending: z.number().int() })),
};

export const getImagePolicy: Route<{ id: string }, unknown, unknown, ImagePolicyDetail> = {
  id: 'getImagePolicy',
  method: 'GET',
  path: `${base}/:id`,
  summary: 'One image policy with its text',
  tag,
  access: readAccess,
  params: idParams,
  response: json(imagePolicyDetailSchema),
};

export const createImagePolicy: Route<unknown, unknown, ImagePolicyBody, ImagePolicyDetail> = {
  id: 'createImagePolicy',
  method: 'POST',
  path: base,
  summary: 'Create an image policy; the name stands in its text',
  tag,
  access: administerAccess,
  body: imagePolicyBodySchema,
  response: json(imagePolicyDetailSchema),
};

export const updateImagePolicy: Route<
  { id: string },
  { revision: number },
  ImagePolicyBody,
  ImagePolicyDetail
> = {
  id: 'updateImagePolicy',
  method: 'PUT',
  path: `${base}/:id`,
  summary: 'Replace an image policy, or switch it on or off; refused when somebody changed it since',
  tag,
  access: administerAccess,
  params: idParams,
  query: revisionQuery,
  body: imagePolicyBodySchema,
  response: json(imagePolicyDetailSchema),
};

export const deleteImagePolicy: Route<{ id: string }> = {
  id: 'deleteImagePolicy',
  method: 'DELETE',
  path: `${base}/:id`,
  summary: 'Delete an image policy of your own; its history stays',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const listImagePolicyVersions: Route<
  { id: string },
  unknown,
  unknown,
  { versions: readonly ImagePolicyVersion[] }
> = {
  id: 'listImagePolicyVersions',
  method: 'GET',
  path: `${base}/:id/versions`,
  summary: 'Every state that an image policy had, the newest first; also of a deleted one',
  tag,
  access: readAccess,
  params: idParams,
  response: json(z.object({ versions: z.array(imagePolicyVersionSchema) })),
};

export const restoreImagePolicy: Route<{ id: string }, unknown, { revision: number }, ImagePolicyDetail> = {
  id: 'restoreImagePolicy',
  method: 'POST',
  path: `${base}/:id/restore`,
  summary: 'Make an earlier state of an image policy the newest again',
  tag,
  access: administerAccess,
  params: idParams,
  body: restoreBody,
  response: json(imagePolicyDetailSchema),
};

export const checkImagePolicy: Route<
  unknown,
  unknown,
  { text: string },
  { problems: readonly ImagePolicyProblem[]; name?: string }
> = {
  id: 'checkImagePolicy',
  method: 'POST',
  path: `${base}/check`,
  summary: 'Every mistake in the text of an image policy, with its line; nothing is saved',
  tag,
  access: readAccess,
  body: z.strictObject({ text: z.string().max(262_144) }),
  response: json(z.object({ problems: z.array(imagePolicyProblemSchema), name: z.string().exactOptional() })),
};

export const previewImagePolicy: Route<unknown, unknown, PreviewBody, ImagePolicyPreview> = {
  id: 'previewImagePolicy',
  method: 'POST',
  path: `${base}/preview`,
  summary: 'What a policy would change among the stored images, some at a time; nothing is saved',
  tag,
  access: readAccess,
  body: previewBodySchema,
  response: json(previewSchema),
};
