import { type ImageReport, severities } from '@breakwater/model';
import { escapeMarkup as escaped } from './markup.ts';
import { pageOf, type Remark, remarksOf, setAsideOf } from './remark.ts';

const style = `
:root { color-scheme: light dark; --line: light-dark(#d7dde5, #343b45); --soft: light-dark(#5a6675, #9aa6b4); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
p, td.soft { color: var(--soft); } code { font-size: .9em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
.critical, .failed { color: light-dark(#b00020, #ff8a80); font-weight: 600; } .high { color: light-dark(#a33c00, #ffab70); font-weight: 600; }
.passed { color: light-dark(#1b6e3c, #7ddc9f); font-weight: 600; } .scroll { overflow-x: auto; }`;

/** The whole report as one page that needs nothing else: no script, no request. */
export function toHtml(report: ImageReport): string {
  const remarks = remarksOf(report);
  const counts = severities.flatMap((severity) => {
    const count = remarks.filter((remark) => remark.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const sections = [
    `<h1>${escaped(report.reference)}</h1>`,
    `<p><code>${escaped(report.digest)}</code><br>scanned ${escaped(report.scannedAt)}, compared with ${report.advisories.records} advisories, newest ${escaped(report.advisories.newest?.slice(0, 10) ?? 'unknown')}</p>`,
    verdictsOf(report),
    `<h2>Found: ${counts.join(', ') || 'nothing'}</h2>`,
    remarks.length === 0 ? '' : tableOf(['Severity', 'What', 'Where', 'What to do'], remarks.map(rowOf)),
    setAsideTable(setAsideOf(report)),
    report.gaps.length === 0
      ? ''
      : `<h2>Not examined</h2>${tableOf(
          ['What', 'Why'],
          report.gaps.map(({ what, reason }) => [escaped(what), escaped(reason)]),
        )}`,
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(report.reference)}: image scan</title><style>${style}</style></head>\n<body>\n${sections.filter((section) => section !== '').join('\n')}\n</body></html>\n`;
}

function verdictsOf({ verdicts }: ImageReport): string {
  if (verdicts.length === 0) return '';
  const rows = verdicts.map(({ policy, status, reasons }) => [
    escaped(policy),
    `<span class="${status === 'passed' ? 'passed' : 'failed'}">${status}</span>`,
    reasons.map(({ message }) => escaped(message)).join('<br>'),
  ]);
  return `<h2>Policies</h2>${tableOf(['Policy', 'Verdict', 'Why'], rows)}`;
}

function rowOf(remark: Remark): string[] {
  const page = pageOf(remark.id);
  const title = escaped(remark.title);
  const linked = page === undefined ? title : `<a href="${escaped(page)}" rel="noreferrer">${title}</a>`;
  const summary = remark.match?.summary ?? '';
  const exploited =
    remark.match?.isKnownExploited === true ? '<br><strong>known to be exploited</strong>' : '';
  return [
    `<span class="${remark.severity}">${remark.severity}</span>`,
    `${linked}${exploited}${[summary, remark.evidence ?? ''].map((text) => (text === '' ? '' : `<br>${escaped(text)}`)).join('')}`,
    placeOf(remark),
    escaped(remark.remedy),
  ];
}

function placeOf({ path, line, layer }: Remark): string {
  if (path === undefined) return 'image configuration';
  const file = `<code>${escaped(line === undefined ? path : `${path}:${line}`)}</code>`;
  return layer === undefined ? file : `${file}<br>layer <code>${escaped(layer.slice(0, 19))}</code>`;
}

function setAsideTable(remarks: readonly Remark[]): string {
  if (remarks.length === 0) return '';
  const rows = remarks.map((remark) => [
    escaped(remark.title),
    placeOf(remark),
    escaped(remark.setAside?.reason ?? ''),
    escaped(remark.setAside?.by ?? ''),
  ]);
  return `<h2>Set aside: ${remarks.length}</h2>${tableOf(['What', 'Where', 'Why', 'By'], rows)}`;
}

/** Cells are markup already. */
function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${heading}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
