/** A part of a rule's description: what happened stands first, without a heading. */
export interface DescriptionPart {
  readonly heading?: string;
  readonly text: string;
}

const headed = /^(\p{Lu}[\p{L} ]{2,40}):[ \t]+(\S[\s\S]*)$/u;

/**
 * Takes a description apart at its empty lines. `Why it matters: …`, `Triage: …`, `False positives: …` begin parts with a
 * heading; a paragraph without one belongs to the part before.
 */
export function descriptionParts(description: string): readonly DescriptionPart[] {
  const parts: DescriptionPart[] = [];
  for (const paragraph of description.split(/\n\s*\n/)) {
    const text = paragraph.trim();
    if (text === '') continue;
    const match = headed.exec(text);
    if (match?.[1] !== undefined && match[2] !== undefined) {
      parts.push({ heading: match[1], text: oneLine(match[2]) });
      continue;
    }
    const last = parts.pop();
    parts.push(last ? { ...last, text: `${last.text}\n\n${oneLine(text)}` } : { text: oneLine(text) });
  }
  return parts;
}

/** The first part: what happened. */
export function descriptionLead(description: string): string {
  return descriptionParts(description)[0]?.text ?? '';
}

/** Lines were broken for the file; a list keeps its lines. */
function oneLine(text: string): string {
  return text.replace(/\n(?!\s*[-*•\d])\s*/g, ' ');
}
