import { type Channel, ChannelBusy, ChannelRefused, requireSuccess } from '../../channel.ts';
import { slackMessage } from './slack-message.ts';

export interface SlackSettings {
  /** `webhook`: an incoming webhook, its URL is a secret; `api`: chat.postMessage with a bot token. */
  readonly method: 'webhook' | 'api';
  /** Of `api`: id or name of the channel. */
  readonly channel?: string;
  /** Of `api`: another address than Slack's own; for gateways. */
  readonly apiUrl?: string;
}

const postMessage = 'https://slack.com/api/chat.postMessage';
const json = 'application/json; charset=utf-8';
/** Errors of the API that pass by themselves. */
const passing = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
]);

/** A message of blocks to Slack. */
export const slackChannel: Channel<SlackSettings> = {
  type: 'slack',
  secrets: ['url', 'token'],
  send: async (notification, settings, secrets, transport, signal) => {
    const isApi = settings.method === 'api';
    const url = isApi ? (settings.apiUrl ?? postMessage) : secrets.url;
    if (url === undefined) throw new ChannelRefused('the URL of the incoming webhook is not set');
    if (isApi && secrets.token === undefined) throw new ChannelRefused('the bot token is not set');
    const headers = { 'content-type': json, ...(isApi ? { authorization: `Bearer ${secrets.token}` } : {}) };
    const body = JSON.stringify(slackMessage(notification, settings.channel));
    const answer = await transport.post(url, headers, body, signal);
    requireSuccess(new URL(url).host, answer, transport.now);
    if (isApi) requireOk(answer.body);
    return `answered ${answer.status}`;
  },
  preview: (notification, { channel }) => ({
    contentType: json,
    body: JSON.stringify(slackMessage(notification, channel), null, 2),
  }),
};

/** The API answers 200 to what it refuses. */
function requireOk(body: string): void {
  const answer = parse(body);
  if (answer.ok === true) return;
  // Only a word of Slack's own: an answer may hold anything.
  const said =
    typeof answer.error === 'string' && /^[a-z_]{1,60}$/.test(answer.error) ? answer.error : 'no reason';
  const message = `Slack refused the message: ${said}`;
  if (said === 'ratelimited' || said === 'rate_limited') throw new ChannelBusy(message, 30_000);
  if (passing.has(said) || said === 'no reason') throw new Error(message);
  throw new ChannelRefused(message);
}

function parse(body: string): { readonly ok?: unknown; readonly error?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw new Error('Slack answered with something else than JSON');
  }
}
