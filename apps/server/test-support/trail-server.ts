import { type PolicyBody, type PolicyRow, policyBodyOf, routes } from '@breakwater/api';
import { everything } from '@breakwater/model';
import { expect } from 'vitest';
import { type ContentFolder, contentFolder } from './content-folder.ts';
import { ndjson, stopLogging } from './samples.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export const account = '111111111111';

/** A server with the two shipped rule files of the tests, and one event that a rule fires on for the asking. */
export interface TrailServer {
  readonly content: ContentFolder;
  readonly server: TestServer;
  /** Sends that a trail was stopped; the event's id ends with `id`. */
  readonly send: (id: string) => Promise<void>;
  readonly updatePolicy: (policy: PolicyRow, change: Partial<PolicyBody>) => Promise<PolicyRow>;
  readonly stop: () => Promise<void>;
}

export async function startTrailServer(): Promise<TrailServer> {
  const content = await contentFolder();
  const server = await startTestServer({ contentRoot: content.path });
  const intake = await server.addToken(['intake']);
  return {
    content,
    server,
    send: async (id) => {
      const body = ndjson([stopLogging(id, account, 'eu-west-1')]);
      const response = await intake.transport(routes.intakeCloudTrail.path, { method: 'POST', body });
      expect(response.status, await response.clone().text()).toBe(200);
    },
    updatePolicy: (policy, change) =>
      server.administrator.call(routes.updatePolicy, {
        params: { id: policy.id },
        query: { revision: policy.revision },
        body: { ...policyBodyOf(policy), ...change },
      }),
    stop: async () => {
      await server.stop();
      await content.remove();
    },
  };
}

/** A policy over every rule of CloudTrail, everywhere. */
export function policyBody(change: Partial<PolicyBody>): PolicyBody {
  return {
    name: 'Trail watch',
    description: 'Somebody turns the trail off',
    type: 'cloudtrail',
    severity: 'high',
    scope: everything,
    rules: [],
    actions: [],
    status: 'enabled',
    ...change,
  };
}
