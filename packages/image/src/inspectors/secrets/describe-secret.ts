import type { InspectedFinding } from '../../layer/file-inspector.ts';
import { mask } from '../../secret-reason.ts';
import type { FoundSecret } from './find-secrets.ts';

const remediation =
  'Revoke it, build the image without it, and pass the new one with "secrets" of the task definition. Deleting it in a later layer does not help.';

/** A finding that shows of the secret only what all of its kind have. */
export function describeSecret(secret: FoundSecret, content: Uint8Array, line: number): InspectedFinding {
  const { rule, severity, remark } = secret;
  return {
    kind: 'secret',
    checkId: `secret-${rule.id}`,
    title: `${withArticle(rule.title)} is stored in the image`,
    severity,
    line,
    evidence: `line ${line} has ${shownPart(secret, content)}${remark === undefined ? '' : `; ${remark}`}`,
    remediation: rule.remediation === undefined ? remediation : `${rule.remediation} ${remediation}`,
    controls: ['cis-docker-1.6/4.10'],
  };
}

/** The prefix that tells the kind, and a mask. */
function shownPart({ rule, start, end }: FoundSecret, content: Uint8Array): string {
  const head = Buffer.from(content.subarray(start, Math.min(start + 60, end))).toString('latin1');
  const heading = /^-----BEGIN [A-Z0-9 ]{3,40}-----/.exec(head)?.[0];
  if (heading !== undefined) return heading;
  const shown = Math.min(rule.shown ?? 0, Math.floor((end - start) / 4));
  return `${head.slice(0, shown).replace(/[^\x20-\x7e]/g, '')}${mask}`;
}

function withArticle(title: string): string {
  return `${/^(?:[aeio]|AWS|Amazon|Azure|Alibaba|Artifactory|Atlassian|Adyen|Airtable|Algolia|Anthropic|Auth0|OpenAI|OpenRouter|Okta|HMAC|npm|ngrok|xAI|X )/.test(title) ? 'An' : 'A'} ${title}`;
}
