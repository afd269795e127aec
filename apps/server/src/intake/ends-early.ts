const [quote, backslash] = [0x22, 0x5c];
const [openBrace, openBracket, closeBrace, closeBracket] = [0x7b, 0x5b, 0x7d, 0x5d];

/**
 * Whether JSON, one document or one a line, was cut off: at its end a text, an object or a list is still open. Of
 * lines only the last tells; one before it that is broken is a broken record and no more.
 */
export function endsEarly(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes).trim();
  if (!/^[[{]/.test(text)) return false;
  const last = text.lastIndexOf('\n') + 1;
  return isOpen(last > 0 && isLines(text) ? text.slice(last) : text);
}

/** A document that is spread over lines opens on the first what it closes later. */
function isLines(text: string): boolean {
  const lines = text.split('\n');
  if (/[[{,]\s*$/.test(lines[0] ?? '')) return false;
  return lines.some((line) => line.startsWith('{') && isJson(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isOpen(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInText) {
      if (code === backslash) index += 1;
      else if (code === quote) isInText = false;
    } else if (code === quote) isInText = true;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return isInText || depth > 0;
}
