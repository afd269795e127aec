/** A line of an image's history as the instruction that made it. */
export interface HistoryInstruction {
  /** `RUN`, `COPY`, `ENV` …; empty for a line that no known builder writes. */
  readonly keyword: string;
  /** What follows; of RUN the command alone, without shell and build arguments. */
  readonly rest: string;
}

const keywords =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/;
const maxLength = 20_000;

/**
 * Reads `created_by` of BuildKit (`RUN /bin/sh -c make # buildkit`, `COPY a b # buildkit`) and of the classic builder
 * (`/bin/sh -c make`, `/bin/sh -c #(nop)  CMD ["x"]`, `|1 A=b /bin/sh -c make`).
 */
export function readHistory(createdBy: string): HistoryInstruction {
  const line = createdBy
    .slice(0, maxLength)
    .trim()
    .replace(/ # buildkit$/, '');
  const quiet = /^\/bin\/sh -c #\(nop\)\s*/.exec(line);
  const text = quiet === null ? line : line.slice(quiet[0].length);
  const keyword = keywords.exec(text)?.[1];
  if (keyword !== undefined) {
    const rest = text.slice(keyword.length).trim();
    return { keyword, rest: keyword === 'RUN' ? commandOf(rest) : rest };
  }
  return /^(?:\|\d|\/bin\/|powershell|cmd \/S)/.test(text)
    ? { keyword: 'RUN', rest: commandOf(text) }
    : { keyword: '', rest: text };
}

function commandOf(text: string): string {
  const shell =
    /(?:^|\s)\/bin\/\w{1,8} (?:-o pipefail |-e |-x |-ex |-eo pipefail |-exc |-euxo pipefail ){0,3}-\w{0,6}c\s+/.exec(
      text,
    );
  if (shell === null || (shell.index > 0 && !text.startsWith('|'))) return text;
  return text.slice(shell.index + shell[0].length);
}
