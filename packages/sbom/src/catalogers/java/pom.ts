/** Maven's coordinates of an artifact. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly licenses?: readonly string[];
}

/** Coordinates out of `pom.properties`; undefined when one is missing or was never filled in. */
export function parsePomProperties(text: string): Coordinates | undefined {
  const values = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const match = /^\s*([A-Za-z.]+)\s*[=:]\s*(.*)$/.exec(line);
    if (match?.[1] !== undefined) values.set(match[1], (match[2] ?? '').trim());
  }
  return coordinates(values.get('groupId'), values.get('artifactId'), values.get('version'));
}

/** Coordinates and licences out of a `pom.xml`; group and version may be the parent's. */
export function parsePomXml(text: string): Coordinates | undefined {
  const elements = readElements(text);
  const value = (path: string) => elements.get(`project/${path}`)?.[0];
  const group = value('groupId') ?? value('parent/groupId');
  const version = value('version') ?? value('parent/version');
  const properties: Readonly<Record<string, string | undefined>> = {
    'project.groupId': group,
    'project.version': version,
    'project.parent.version': value('parent/version'),
    'project.parent.groupId': value('parent/groupId'),
  };
  const resolve = (one: string | undefined) =>
    one?.replace(/\$\{([^}]{1,200})\}/g, (whole, name: string) =>
      Object.hasOwn(properties, name) ? (properties[name] ?? whole) : (value(`properties/${name}`) ?? whole),
    );
  const found = coordinates(resolve(group), resolve(value('artifactId')), resolve(version));
  const licenses = elements.get('project/licenses/license/name') ?? [];
  return found === undefined || licenses.length === 0 ? found : { ...found, licenses };
}

function coordinates(
  group: string | undefined,
  artifact: string | undefined,
  version: string | undefined,
): Coordinates | undefined {
  const isKnown = (one: string | undefined): one is string =>
    one !== undefined && one !== '' && !one.includes('${') && !/\s/.test(one);
  return isKnown(group) && isKnown(artifact) && isKnown(version) ? { group, artifact, version } : undefined;
}

const maxDepth = 32;
const maxValues = 50;

/** Texts of the elements of a small XML document by their path; no entities but the five, no DTD. */
function readElements(text: string): ReadonlyMap<string, readonly string[]> {
  const elements = new Map<string, string[]>();
  const path: string[] = [];
  let value = '';
  let at = 0;
  while (path.length <= maxDepth) {
    const open = text.indexOf('<', at);
    if (open === -1) break;
    value += text.slice(at, open);
    const close = endOfTag(text, open);
    if (close === -1) break;
    const tag = text.slice(open + 1, close);
    at = close + 1;
    if (tag.startsWith('![CDATA[')) value += tag.slice(8, -2);
    else if (tag.startsWith('!') || tag.startsWith('?')) continue;
    else if (tag.startsWith('/')) {
      const values = elements.get(path.join('/')) ?? [];
      if (value.trim() !== '' && values.length < maxValues) {
        elements.set(path.join('/'), [...values, unescapeXml(value.trim())]);
      }
      path.pop();
      value = '';
    } else {
      value = '';
      if (!tag.endsWith('/')) path.push(tag.split(/\s/, 1)[0] ?? '');
    }
  }
  return elements;
}

/** Where a tag, comment or CDATA section that starts at `open` has its last character; -1 when it has no end. */
function endOfTag(text: string, open: number): number {
  for (const [start, end] of sections) {
    if (!text.startsWith(start, open)) continue;
    const found = text.indexOf(end, open + start.length);
    return found === -1 ? -1 : found + end.length - 1;
  }
  return text.indexOf('>', open);
}

const sections: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
];

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}
