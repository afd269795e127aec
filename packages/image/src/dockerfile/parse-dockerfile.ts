import type { Comment, Dockerfile, DockerfileProblem, Heredoc, Instruction } from './dockerfile.ts';
import { groupStages } from './group-stages.ts';

const keywords: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);
const takesHeredoc: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

const maxLines = 20_000;
const maxInstructions = 5000;
const maxHeredocs = 16;
const maxTextLength = 200_000;

/**
 * Reads a Dockerfile: continuation, the escape directive, comments, here-documents, flags, the exec form, ONBUILD. What no builder
 * would take is a problem with its line; the rest is read all the same. Source: the Dockerfile reference of BuildKit.
 */
export function parseDockerfile(source: string): Dockerfile {
  const all = source.replace(/^\ufeff/, '').split(/\r?\n/);
  const lines = all.slice(0, maxLines);
  const escapeCharacter = readEscape(lines);
  const problems: DockerfileProblem[] = [];
  const comments: Comment[] = [];
  const instructions: Instruction[] = [];
  let at = 0;
  while (at < lines.length && instructions.length < maxInstructions) {
    const line = (lines[at] as string).trim();
    if (line === '' || line.startsWith('#')) {
      if (line !== '') comments.push({ line: at + 1, text: line.slice(1).trim() });
      at += 1;
      continue;
    }
    const joined = joinLines(lines, at, escapeCharacter, comments);
    const { instruction, next } = readInstruction(joined.text, lines, at, joined.next, problems);
    at = next;
    if (instruction !== undefined) instructions.push(instruction);
  }
  const isComplete = at >= lines.length && all.length <= maxLines;
  if (!isComplete) problems.push({ line: at + 1, message: 'the file is too long: the rest is not read' });
  return { ...groupStages(instructions, problems), comments, problems, isComplete };
}

/** `# escape=` among the directives at the top, before any other line. */
function readEscape(lines: readonly string[]): '\\' | '`' {
  for (const line of lines) {
    const directive = /^#\s*([a-z]+)\s*=\s*(\S+)\s*$/i.exec(line);
    if (directive === null) break;
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

function joinLines(
  lines: readonly string[],
  start: number,
  escapeCharacter: string,
  comments: Comment[],
): { text: string; next: number } {
  const parts: string[] = [];
  let length = 0;
  let at = start;
  while (at < lines.length) {
    const line = lines[at] as string;
    const trimmed = line.trim();
    at += 1;
    if (at - 1 > start && (trimmed === '' || trimmed.startsWith('#'))) {
      if (trimmed !== '') comments.push({ line: at, text: trimmed.slice(1).trim() });
      continue;
    }
    const end = line.trimEnd();
    const continues = end.endsWith(escapeCharacter);
    const part = continues ? end.slice(0, -1) : end;
    length += part.length;
    if (length <= maxTextLength) parts.push(parts.length === 0 ? part.trim() : part);
    if (!continues) break;
  }
  return { text: parts.join(' ').trim(), next: at };
}

function readInstruction(
  text: string,
  lines: readonly string[],
  at: number,
  next: number,
  problems: DockerfileProblem[],
): { instruction: Instruction | undefined; next: number } {
  const line = at + 1;
  const [, word = '', tail = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const keyword = word.toUpperCase();
  if (!keywords.has(keyword)) {
    problems.push({ line, message: `there is no instruction ${JSON.stringify(word.slice(0, 40))}` });
    return { instruction: undefined, next };
  }
  const heredocs: Heredoc[] = [];
  let end = next;
  if (takesHeredoc.has(keyword)) {
    for (const [, strips, quoted, bare] of [
      ...tail.matchAll(/(?<=^|\s)\d{0,3}<<(-?)(?:["']([\w.-]{1,60})["']|([A-Za-z_][\w.-]{0,60}))/g),
    ].slice(0, maxHeredocs)) {
      const name = quoted ?? bare ?? '';
      const body = readHeredoc(lines, end, name, strips === '-');
      if (body === undefined) {
        problems.push({ line, message: `the here-document ${name} has no end` });
        return { instruction: undefined, next: lines.length };
      }
      heredocs.push({ name, content: body.content });
      end = body.next;
    }
  }
  const { flags, rest } = readFlags(tail);
  const inner = keyword === 'ONBUILD' ? rest.split(/\s/, 1)[0]?.toUpperCase() : undefined;
  if (inner !== undefined && !keywords.has(inner))
    problems.push({ line, message: `ONBUILD takes no ${JSON.stringify(inner.slice(0, 40))}` });
  const json = readJson(rest);
  const instruction = {
    keyword,
    line,
    endLine: end,
    flags,
    text: rest,
    heredocs,
    ...(json === undefined ? {} : { json }),
  };
  return { instruction, next: end };
}

function readHeredoc(
  lines: readonly string[],
  start: number,
  name: string,
  stripsTabs: boolean,
): { content: string; next: number } | undefined {
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if ((stripsTabs ? line.replace(/^\t+/, '') : line) === name) {
      return { content: lines.slice(start, at).join('\n').slice(0, maxTextLength), next: at + 1 };
    }
  }
  return undefined;
}

function readFlags(text: string): { flags: ReadonlyMap<string, string>; rest: string } {
  const flags = new Map<string, string>();
  let rest = text;
  for (;;) {
    const flag = /^--([a-z][a-z-]{0,40})(?:=("[^"]{0,1000}"|\S{0,2000}))?(?:\s+|$)/.exec(rest);
    if (flag === null) return { flags, rest: rest.trim() };
    const name = flag[1] as string;
    const value = (flag[2] ?? '').replace(/^"|"$/g, '');
    flags.set(name, flags.has(name) ? `${flags.get(name)} ${value}` : value);
    rest = rest.slice(flag[0].length);
  }
}

function readJson(text: string): readonly string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
  } catch {
    return undefined; // the shell form, which may begin with a bracket too
  }
}
