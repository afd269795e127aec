import type { IconName } from './icons.tsx';

/** Something the palette can do. */
export interface Command {
  readonly id: string;
  readonly name: string;
  readonly icon: IconName;
  readonly keys?: string;
  readonly run: () => void;
}

/** Commands whose name or keys hold every word of the text; names that begin with it come first. */
export function matchCommands(commands: readonly Command[], text: string): readonly Command[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return commands;
  const found = commands.filter((command) => {
    const searched = `${command.name} ${command.keys ?? ''}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  const first = words[0] ?? '';
  const rank = (command: Command) =>
    new RegExp(`(^|\\s)${escapePattern(first)}`, 'i').test(command.name) ? 0 : 1;
  return [...found].sort((a, b) => rank(a) - rank(b));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
