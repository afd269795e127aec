import { createHash } from 'node:crypto';
import type { DockerfileFinding, DockerfileResult } from '@breakwater/image';
import { type Severity, severities } from '@breakwater/model';
import { printable } from '../../terminal/printable.ts';
import { paint, type Terminal, wrap } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';

export interface CheckedFile {
  readonly path: string;
  readonly result: DockerfileResult;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
};

/** Every form of what the checks say. */
export const dockerfileReports: Readonly<
  Record<'text' | 'json' | 'sarif' | 'github', (files: readonly CheckedFile[]) => string>
> = { text: toText, json: toJson, sarif: toSarif, github: toGithub };

function toText(files: readonly CheckedFile[]): string {
  const isTerminal = process.stdout.isTTY === true;
  const terminal: Terminal = {
    width: isTerminal ? Math.min(Math.max(process.stdout.columns ?? 80, 60), 120) : 80,
    hasColour: isTerminal && (process.env.NO_COLOR ?? '') === '',
  };
  const sections = files.map(({ path, result }) => {
    const lines = [
      ...result.problems.map(({ line, message }) => ({
        line,
        text: wrap(message, '            ', terminal, `  ${`${line}`.padEnd(5)}error     `),
      })),
    ];
    for (const finding of result.findings)
      lines.push({ line: finding.line, text: describe(finding, terminal) });
    const body = lines.sort((a, b) => a.line - b.line).flatMap(({ text }) => text);
    const ignored = result.ignored.length === 0 ? [] : [`  ${result.ignored.length} taken back by comments`];
    return [
      paint(printable(path), 'bold', terminal),
      ...(body.length === 0 ? ['  nothing to remark'] : body),
      ...ignored,
    ].join('\n');
  });
  return `${sections.join('\n\n')}\n\n${summary(files)}\n`;
}

function describe(
  { line, severity, checkId, title, evidence, remediation }: DockerfileFinding,
  terminal: Terminal,
): string[] {
  const [first = '', ...rest] = wrap(`${title} (${checkId})`, '            ', terminal, '');
  const head = `  ${`${line}`.padEnd(5)}${paint(severity.padEnd(9), severity, terminal)} `;
  const room = { ...terminal, width: terminal.width - 17 };
  const lines = wrap(`${title} (${checkId})`, '', room);
  const indent = ' '.repeat(17);
  return rest.length === 0 && first.length + 17 <= terminal.width
    ? [
        `${head}${first}`,
        ...wrap(evidence, indent, terminal),
        ...wrap(remediation, `${indent}  `, terminal, `${indent}→ `),
      ]
    : [
        `${head}${lines[0] ?? ''}`,
        ...lines.slice(1).map((one) => indent + one),
        ...wrap(evidence, indent, terminal),
        ...wrap(remediation, `${indent}  `, terminal, `${indent}→ `),
      ];
}

function summary(files: readonly CheckedFile[]): string {
  const findings = files.flatMap(({ result }) => result.findings);
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const what = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return `${what}: ${counts.length === 0 ? 'nothing found' : counts.join(', ')}`;
}

function toJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify({ files: files.map(({ path, result }) => ({ path, ...result })) }, null, 2)}\n`;
}

/** Workflow commands of GitHub Actions, most severe first. */
function toGithub(files: readonly CheckedFile[]): string {
  const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const problems = files.flatMap(({ path, result }) =>
    result.problems.map(
      ({ line, message }) => `::error file=${property(path)},line=${line},title=Dockerfile::${data(message)}`,
    ),
  );
  const findings = severities.flatMap((wanted) =>
    files.flatMap(({ path, result }) =>
      result.findings
        .filter(({ severity }) => severity === wanted)
        .map(
          ({ severity, line, endLine, title, evidence, remediation, checkId }) =>
            `::${commands[levels[severity]]} file=${property(path)},line=${line},endLine=${endLine},title=${property(title)}::${data(`${evidence}. ${remediation} (${checkId})`)}`,
        ),
    ),
  );
  return [...problems, ...findings].map((line) => `${line}\n`).join('');
}

/** SARIF 2.1.0 (OASIS). */
function toSarif(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ path, result }) => [
    ...result.findings.map((finding) => ({ path, finding, reason: undefined })),
    ...result.ignored.map(({ reason, ...finding }) => ({ path, finding, reason })),
  ]);
  const rules = [...new Map(all.map(({ finding }) => [finding.checkId, finding])).values()].sort((a, b) =>
    a.checkId < b.checkId ? -1 : 1,
  );
  const indexOf = new Map(rules.map(({ checkId }, index) => [checkId, index]));
  const run = {
    tool: { driver: { name: 'Breakwater', version, semanticVersion: version, rules: rules.map(toRule) } },
    automationDetails: { id: 'dockerfile/' },
    invocations: [
      {
        executionSuccessful: files.every(({ result }) => result.isComplete),
        toolExecutionNotifications: files.flatMap(({ path, result }) =>
          result.problems.map(({ line, message }) => ({
            level: 'error',
            message: { text: message },
            locations: [{ physicalLocation: place(path, line, line) }],
          })),
        ),
      },
    ],
    results: all.map(({ path, finding, reason }) => ({
      ruleId: finding.checkId,
      ruleIndex: indexOf.get(finding.checkId) ?? 0,
      level: levels[finding.severity],
      message: { text: `${finding.title}: ${finding.evidence}. ${finding.remediation}` },
      locations: [{ physicalLocation: place(path, finding.line, finding.endLine) }],
      partialFingerprints: {
        'breakwater/v1': createHash('sha256')
          .update([finding.checkId, path, finding.evidence].join('\0'))
          .digest('hex')
          .slice(0, 40),
      },
      ...(reason === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: reason }] }),
    })),
    columnKind: 'utf16CodeUnits',
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function toRule({ checkId, title, severity, remediation, controls = [] }: DockerfileFinding): object {
  return {
    id: checkId,
    name: 'Dockerfile',
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: remediation },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      'security-severity': scores[severity],
      tags: ['security', 'dockerfile', severity, ...controls],
    },
  };
}

function place(path: string, startLine: number, endLine: number): object {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: { startLine, endLine: Math.max(startLine, endLine) },
  };
}
