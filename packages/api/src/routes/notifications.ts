import { z } from 'zod';
import { administerAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type ChannelBody,
  type ChannelView,
  channelBodySchema,
  channelSchema,
  type DeliveryRow,
  deliverySchema,
  deliveryStatuses,
  type OwnerAnswer,
  type OwnerSubjectBody,
  type Ownership,
  ownerAnswerSchema,
  ownerSubjectSchema,
  ownershipSchema,
  type RouteBody,
  type RouteView,
  routeBodySchema,
  routeViewSchema,
} from '../schemas/notification.ts';
import { type Page, pageOf } from '../schemas/page.ts';
import { idParams } from '../schemas/params.ts';

const tag = 'Notifications';
const channels = '/api/v1/notification-channels';
const routesPath = '/api/v1/notification-routes';
const deliveries = '/api/v1/notification-deliveries';

/** What became of a test. */
export interface TestAnswer {
  readonly isSent: boolean;
  /** What the receiver answered, or why it failed. */
  readonly detail: string;
}

/** What a channel would send. */
export interface ChannelPreview {
  readonly contentType: string;
  readonly body: string;
}

export interface DeliveryQuery {
  readonly status?: (typeof deliveryStatuses)[number];
  readonly limit: number;
  readonly cursor?: string;
}

export const listChannels: Route<unknown, unknown, unknown, { channels: readonly ChannelView[] }> = {
  id: 'listChannels',
  method: 'GET',
  path: channels,
  summary: 'Notification channels; of secrets only their names',
  tag,
  access: administerAccess,
  response: json(z.object({ channels: z.array(channelSchema) })),
};

export const createChannel: Route<unknown, unknown, ChannelBody, ChannelView> = {
  id: 'createChannel',
  method: 'POST',
  path: channels,
  summary: 'Add a notification channel; its secrets are kept encrypted and never shown again',
  tag,
  access: administerAccess,
  body: channelBodySchema,
  response: json(channelSchema),
};

export const updateChannel: Route<{ id: string }, unknown, ChannelBody, ChannelView> = {
  id: 'updateChannel',
  method: 'PUT',
  path: `${channels}/:id`,
  summary: 'Change a channel; secrets that are left out stay, unless it sends to another address',
  tag,
  access: administerAccess,
  params: idParams,
  body: channelBodySchema,
  response: json(channelSchema),
};

export const deleteChannel: Route<{ id: string }> = {
  id: 'deleteChannel',
  method: 'DELETE',
  path: `${channels}/:id`,
  summary: 'Delete a channel that no route and no owner uses; its delivery log stays',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const testChannel: Route<{ id: string }, unknown, unknown, TestAnswer> = {
  id: 'testChannel',
  method: 'POST',
  path: `${channels}/:id/test`,
  summary: 'Send a test notification now and tell what came of it',
  tag,
  access: administerAccess,
  params: idParams,
  response: json(z.object({ isSent: z.boolean(), detail: z.string() })),
};

export const previewChannel: Route<{ id: string }, unknown, unknown, ChannelPreview> = {
  id: 'previewChannel',
  method: 'POST',
  path: `${channels}/:id/preview`,
  summary: 'What the channel would send as a test, without secrets',
  tag,
  access: administerAccess,
  params: idParams,
  response: json(z.object({ contentType: z.string(), body: z.string() })),
};

export const listNotificationRoutes: Route<unknown, unknown, unknown, { routes: readonly RouteView[] }> = {
  id: 'listNotificationRoutes',
  method: 'GET',
  path: routesPath,
  summary: 'Which detections and transitions are told to whom',
  tag,
  access: administerAccess,
  response: json(z.object({ routes: z.array(routeViewSchema) })),
};

export const createNotificationRoute: Route<unknown, unknown, RouteBody, RouteView> = {
  id: 'createNotificationRoute',
  method: 'POST',
  path: routesPath,
  summary: 'Add a route: a filter, a least severity, channels or the owner, at once or as a digest',
  tag,
  access: administerAccess,
  body: routeBodySchema,
  response: json(routeViewSchema),
};

export const updateNotificationRoute: Route<{ id: string }, unknown, RouteBody, RouteView> = {
  id: 'updateNotificationRoute',
  method: 'PUT',
  path: `${routesPath}/:id`,
  summary: 'Change a route; what waits is told as it was asked for',
  tag,
  access: administerAccess,
  params: idParams,
  body: routeBodySchema,
  response: json(routeViewSchema),
};

export const deleteNotificationRoute: Route<{ id: string }> = {
  id: 'deleteNotificationRoute',
  method: 'DELETE',
  path: `${routesPath}/:id`,
  summary: 'Delete a route; what waits for it is told no more',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const getOwnership: Route<unknown, unknown, unknown, Ownership> = {
  id: 'getOwnership',
  method: 'GET',
  path: '/api/v1/ownership',
  summary: 'How owners are found, and the channels of each',
  tag,
  access: administerAccess,
  response: json(ownershipSchema),
};

export const putOwnership: Route<unknown, unknown, Ownership, Ownership> = {
  id: 'putOwnership',
  method: 'PUT',
  path: '/api/v1/ownership',
  summary: 'Set how owners are found; a file with a line that is not understood is refused with its number',
  tag,
  access: administerAccess,
  body: ownershipSchema,
  response: json(ownershipSchema),
};

export const explainOwner: Route<unknown, unknown, OwnerSubjectBody, OwnerAnswer> = {
  id: 'explainOwner',
  method: 'POST',
  path: '/api/v1/ownership/explain',
  summary: 'Who owns an image or a service, and which rule says so',
  tag,
  access: administerAccess,
  body: ownerSubjectSchema,
  response: json(ownerAnswerSchema),
};

export const listDeliveries: Route<unknown, DeliveryQuery, unknown, Page<DeliveryRow>> = {
  id: 'listDeliveries',
  method: 'GET',
  path: deliveries,
  summary: 'The delivery log, newest first; `dead` ones were given up and can be sent again',
  tag,
  access: administerAccess,
  query: z.object({
    status: z.enum(deliveryStatuses).exactOptional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    cursor: z.string().max(1024).exactOptional(),
  }),
  response: json(pageOf(deliverySchema)),
};

export const sendAgain: Route<{ id: string }, unknown, unknown, DeliveryRow> = {
  id: 'sendAgain',
  method: 'POST',
  path: `${deliveries}/:id/send-again`,
  summary: 'Send a message again that was given up',
  tag,
  access: administerAccess,
  params: idParams,
  response: json(deliverySchema),
};
