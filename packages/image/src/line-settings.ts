/** A named value somewhere in a line, as commands, settings and headers write them. */
export interface LineSetting {
  readonly name: string;
  readonly value: string;
  /** Characters of the line at which the value, without its quotes, stands. */
  readonly start: number;
  readonly end: number;
}

interface Form {
  readonly pattern: RegExp;
  /** Name of every value of this form; else the first group is the name. */
  readonly name?: string;
}

/** The last groups, of which one matches, are the value; each is bounded where a line could make it slow. */
const forms: readonly Form[] = [
  // `NAME=value`, `--name=value`, `-Dname=value`, with quotes or without.
  {
    pattern: /(?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,100})=(?:"([^"]*)"|'([^']*)'|([^\s"';&|]*))/dg,
  },
  // `"name": "value"` of JSON and YAML, also with escaped quotes.
  {
    pattern: /\\?["']([A-Za-z_][\w.-]{0,100})\\?["'][ \t]{0,8}:[ \t]{0,8}\\?["']([^"'\\]{1,1000})\\?["']/dg,
  },
  // `--name value`.
  {
    pattern:
      /(?<![\w.-])--([A-Za-z][\w.-]{0,100})[ \t]{1,8}(?:"([^"]{1,1000})"|'([^']{1,1000})'|([^-\s"';&|=<>][^\s"';&|]{0,1000}))/dg,
  },
  {
    pattern: /\bauthorization:[ \t]{0,8}(?:basic|bearer|token)[ \t]{1,8}([\w.~+/=-]{8,4000})/dgi,
    name: 'authorization-token',
  },
  {
    pattern:
      /\bcurl(?=[ \t])[^\n|;&]{0,300}?[ \t](?:-u|-U|--user|--proxy-user)[ \t=]{0,4}["']?[^\s:"'$]{1,100}:([^\s"'$]{1,200})/dg,
    name: 'curl-password',
  },
  {
    pattern:
      /\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)(?=[ \t])[^\n|;&]{0,300}?[ \t]-p["']?([^\s"';|&$]{1,200})/dg,
    name: 'mysql-password',
  },
  { pattern: /\bsshpass[ \t]{1,4}-p[ \t]{0,4}["']?([^\s"';|&$]{1,200})/dg, name: 'ssh-password' },
  {
    pattern: /\bredis-cli(?=[ \t])[^\n|;&]{0,300}?[ \t]-a[ \t]{1,4}["']?([^\s"';|&$]{1,200})/dg,
    name: 'redis-password',
  },
];

/** Every named value of a line, by place; of two that overlap the one that starts first. */
export function findLineSettings(line: string): readonly LineSetting[] {
  const found = forms.flatMap(({ pattern, name }) =>
    [...line.matchAll(pattern)].flatMap((match) => {
      const first = name === undefined ? 2 : 1;
      const index = match.findIndex((text, group) => group >= first && text !== undefined);
      const [start, end] = match.indices?.[index] ?? [0, 0];
      return index === -1 ? [] : [{ name: name ?? match[1] ?? '', value: match[index] ?? '', start, end }];
    }),
  );
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}
