const attributes =
  /\b(?:aria-label|aria-description|placeholder|title|alt|label|description)=(?:"([^"]*)"|\{'([^']*)'\})/g;
const betweenTags = /(?<=[\w"'}/]|\n\s*)>([^<>{}();=]*?)(?=<\/?[A-Za-z>]|\{)/g;

/**
 * Texts for people that stand in a .tsx source instead of the catalogue: text between tags and in the attributes that are
 * read out or shown. A scanner, not a parser: code that only looks like a tag is told apart by its punctuation.
 */
export function findHardCodedTexts(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const texts = [
    ...[...code.matchAll(betweenTags)].map((match) => match[1] ?? ''),
    ...[...code.matchAll(attributes)].map((match) => match[1] ?? match[2] ?? ''),
  ];
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(isForPeople);
}

function isForPeople(text: string): boolean {
  return /\p{L}{2,}/u.test(text) && !/^[,|&?:\s]|\b(?:extends|readonly|const|return|function)\b/.test(text);
}
