/** What a new file begins with: one rule of each part, to be written over. */
export const newFileText = `# Rules of our own, in Falco's rule language.
# Files are loaded in order: macros and lists of the files above are known here.

- list: break_glass_roles
  items: [break-glass]

- macro: by_break_glass_role
  condition: (ct.user in (break_glass_roles))

- rule: Break-glass role used
  desc: |
    Somebody called an API with a role that is kept for emergencies.

    Why it matters: Such a role can do anything, and nobody should need it on an ordinary day.

    Triage: Ask who used it and for what; look at everything that the session did.

    False positives: A drill that was announced.
  condition: ct.name exists and by_break_glass_role
  output: >
    Break-glass role used (call=%ct.name by=%ct.user address=%ct.srcip region=%ct.region)
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [aws, iam]
`;

/** A name that the server takes, from the name of an uploaded file. */
export function ruleFileName(name: string): string {
  const cleaned = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return cleaned.slice(0, 100) || 'rules.yaml';
}

/** The text of a rule with another name, ready to be put into another file. */
export function cloneText(text: string, name: string, copyName: string): string {
  const lines = text.trimEnd().split('\n');
  const at = lines.findIndex((line) => /^- +rule:/.test(line));
  if (at < 0) return `${text.trimEnd()}\n`;
  lines[at] = `- rule: ${quoted(copyName)}`;
  // Overrides and appends of the same rule that follow are about the original.
  const end = lines.findIndex((line, index) => index > at && line.startsWith('- '));
  const own = end < 0 ? lines.slice(at) : lines.slice(at, end);
  return `# From the rule "${name}".\n${own.join('\n').trimEnd()}\n`;
}

function quoted(name: string): string {
  return /^[A-Za-z][\w ().,/-]*$/.test(name) ? name : JSON.stringify(name);
}
