import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';

/** Trails in their home region; the shadows of a multi-region trail in other regions are left out. */
export const cloudtrailTrail: ResourceType = listedType<Trail>({
  type: 'aws.cloudtrail',
  service: 'cloudtrail',
  list: {
    action: 'cloudtrail:DescribeTrails',
    size: 1,
    page: async ({ clients, region }) => {
      const answer = await clients.cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: false }));
      const own = answer.trailList?.filter((trail) => (trail.HomeRegion ?? region) === region);
      return { items: own, token: undefined };
    },
  },
  parts: [
    {
      action: 'cloudtrail:GetTrailStatus',
      fields: ['TrailStatus'],
      call: async ({ clients }, { TrailARN }) => {
        const { $metadata, ...status } = await clients.cloudtrail.send(
          new GetTrailStatusCommand({ Name: TrailARN }),
        );
        return { TrailStatus: status };
      },
    },
    {
      action: 'cloudtrail:GetEventSelectors',
      fields: ['EventSelectors', 'AdvancedEventSelectors'],
      call: async ({ clients }, { TrailARN }) => {
        const answer = await clients.cloudtrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN }));
        return {
          EventSelectors: answer.EventSelectors ?? [],
          AdvancedEventSelectors: answer.AdvancedEventSelectors ?? [],
        };
      },
    },
    {
      action: 'cloudtrail:ListTags',
      fields: ['Tags'],
      call: async ({ clients }, { TrailARN = '' }) => {
        const answer = await clients.cloudtrail.send(new ListTagsCommand({ ResourceIdList: [TrailARN] }));
        return { Tags: answer.ResourceTagList?.[0]?.TagsList ?? [] };
      },
    },
  ],
  id: (trail) => trail.TrailARN,
  name: (trail) => trail.Name,
});
