import { createHash } from 'node:crypto';
import { type Notification, oneLine } from '../../notification.ts';

export interface EmailSettings {
  readonly host: string;
  readonly port: number;
  /** `tls` from the start, `starttls` or nothing is sent, `none` in the open. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly username?: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** A mail as nodemailer takes it. */
export interface EmailMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly references: string;
  readonly headers: Readonly<Record<string, string>>;
}

const subjectLimit = 150;

/**
 * Subjects are seen on locked screens and kept in logs of mail servers: they hold what happened, how bad it is and how often,
 * never a fact of it.
 */
export function emailMessage(notification: Notification, { from, to }: EmailSettings): EmailMessage {
  const { id, groupKey, severity, title } = notification;
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'breakwater.invalid';
  return {
    from,
    to,
    subject: oneLine(`[${severity}] ${withoutSecrets(title)}`, subjectLimit),
    text: textOf(notification),
    html: htmlOf(notification),
    messageId: `<${hash(id)}@${domain}>`,
    references: `<${hash(groupKey)}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Unsubscribe': `<mailto:${/<?([^<>\s]+@[^<>\s]+?)>?$/.exec(from)?.[1] ?? from}?subject=unsubscribe>`,
    },
  };
}

/** Values that look like credentials: a long word of many kinds of characters, or behind a name that says so. */
function withoutSecrets(text: string): string {
  return text
    .replace(/\b(pass(?:word|wd)?|secret|token|api[-_]?key|authorization)\b(\s*[=:]\s*)\S+/gi, '$1$2***')
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***')
    .replace(/\b(?:gh[pousr]_|xox[abprs]-|sk_live_|whsec_)[\w-]{8,}/g, '***')
    .replace(/\/\/[^\s/:@]+:[^\s/@]+@/g, '//***@');
}

function textOf({ title, severity, time, facts, items, count, kind, url, route }: Notification): string {
  const lines = [title, '', `Severity: ${severity}`, `Time: ${time}`];
  for (const { name, value } of facts) lines.push(`${oneLine(name, 100)}: ${oneLine(value, 1000)}`);
  if (kind !== 'event' && items.length > 0) {
    lines.push('', ...items.map((item) => `- ${item.severity}: ${oneLine(item.title, 300)} (${item.time})`));
    if (count > items.length) lines.push(`… and ${count - items.length} more`);
  }
  if (url !== undefined) lines.push('', url);
  lines.push('', `Sent by Breakwater because of the route "${oneLine(route, 100)}".`);
  return lines.join('\n');
}

function htmlOf({ title, severity, time, facts, items, count, kind, url, route }: Notification): string {
  const rows = [{ name: 'Severity', value: severity }, { name: 'Time', value: time }, ...facts]
    .map(
      ({ name, value }) =>
        `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(oneLine(value, 1000))}</td></tr>`,
    )
    .join('');
  const more = count > items.length ? `<li>… and ${count - items.length} more</li>` : '';
  const list = items
    .map((item) => `<li>${escapeHtml(`${item.severity}: ${oneLine(item.title, 300)} (${item.time})`)}</li>`)
    .join('');
  return [
    '<!doctype html><html><body style="font-family:sans-serif">',
    `<h2>${escapeHtml(title)}</h2><table cellpadding="4">${rows}</table>`,
    kind === 'event' || items.length === 0 ? '' : `<ul>${list}${more}</ul>`,
    url === undefined ? '' : `<p><a href="${escapeHtml(url)}">Open in Breakwater</a></p>`,
    `<p style="color:#666">Sent by Breakwater because of the route &quot;${escapeHtml(oneLine(route, 100))}&quot;.</p>`,
    '</body></html>',
  ].join('');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
