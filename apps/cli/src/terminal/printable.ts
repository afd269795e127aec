/** Control and direction characters, of which a tab is harmless. */
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text of an image, a capture or an advisory without what could steer the terminal or begin a line. */
export function printable(text: string): string {
  return text.replace(steering, '\ufffd');
}

/** The same for text in which what stands there matters: those characters are written as `\uXXXX`, tabs are kept. */
export function escaped(text: string): string {
  return text.replace(steering, (character) =>
    character === '\t' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
