import type { Severity } from '@breakwater/model';
import { type Notification, type NotificationItem, oneLine, shorten } from '../../notification.ts';

const colours: Readonly<Record<Severity, string>> = {
  critical: '#b4232c',
  high: '#d9480f',
  medium: '#b58105',
  low: '#2f6fb3',
  info: '#6b7280',
};

/** Slack's limits: characters of a header, a field and a section; fields of a section. */
const limits = { header: 150, field: 2000, section: 3000, fields: 10, fallback: 3000 } as const;

/** What the body of chat.postMessage or an incoming webhook holds; at most 6 of the 50 blocks that are allowed. */
export function slackMessage(
  notification: Notification,
  channel: string | undefined,
): Readonly<Record<string, unknown>> {
  const { title, severity, facts, items, count, url, kind } = notification;
  const fields = facts.slice(0, limits.fields).map(({ name, value }) => ({
    type: 'mrkdwn',
    text: fit(`*${escapeSlack(oneLine(name, 100))}*\n`, escapeSlack(oneLine(value, 300)), limits.field),
  }));
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: oneLine(title, limits.header), emoji: false } },
    ...(fields.length === 0 ? [] : [{ type: 'section', fields }]),
    ...(kind === 'event' || items.length === 0
      ? []
      : [{ type: 'section', text: { type: 'mrkdwn', text: listOf(items, count) } }]),
    ...(url === undefined
      ? []
      : [
          {
            type: 'actions',
            elements: [
              { type: 'button', text: { type: 'plain_text', text: 'Open' }, url, action_id: 'open' },
            ],
          },
        ]),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: escapeSlack(`${severity} · ${notification.time} · ${oneLine(notification.route, 100)}`),
        },
      ],
    },
  ];
  return {
    ...(channel === undefined ? {} : { channel }),
    text: escapeSlack(oneLine(`${severity}: ${title}`, limits.fallback / 6)),
    attachments: [{ color: colours[severity], blocks }],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** The three characters that Slack gives a meaning: without them no link, mention or channel can be written. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As many items as fit, and how many more there are. */
function listOf(items: readonly NotificationItem[], count: number): string {
  const lines: string[] = [];
  let length = 0;
  for (const { severity, title } of items) {
    const line = `• ${severity}: ${escapeSlack(oneLine(title, 200))}`;
    if (length + line.length + 1 > limits.section - 100) break;
    lines.push(line);
    length += line.length + 1;
  }
  const more = count - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

/** Never cuts an escape in two. */
function fit(head: string, text: string, limit: number): string {
  return head + shorten(text, limit - head.length).replace(/&[a-z]{0,3}…$/, '…');
}
