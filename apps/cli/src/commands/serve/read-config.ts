import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { parseDocument } from 'yaml';
import { CommandError } from '../../exit-code.ts';

/**
 * The options of a command with those of a YAML file in place of defaults; what the command line or a variable
 * says stays. The file's values go through the same checks.
 * @throws CommandError that names the file and the key
 */
export async function withConfig<T extends object>(flags: T, file: string, command: Command): Promise<T> {
  const values = await readMapping(file);
  const merged = { ...flags } as Record<string, unknown>;
  for (const [key, value] of Object.entries(values)) {
    const option = command.options.find((candidate) => candidate.name() === key && key !== 'config');
    if (option === undefined) {
      const known = command.options.map((candidate) => candidate.name()).filter((name) => name !== 'config');
      throw new CommandError(`${file}: "${key}" is no option; known: ${known.join(', ')}`);
    }
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== 'default' && name in flags) continue;
    if (option.isBoolean()) {
      if (typeof value !== 'boolean') throw new CommandError(`${file}: ${key}: true or false is expected`);
      merged[name] = value;
      continue;
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new CommandError(`${file}: ${key}: a text or a number is expected`);
    }
    try {
      merged[name] =
        option.parseArg === undefined ? String(value) : option.parseArg(String(value), undefined as never);
    } catch (error) {
      if (error instanceof InvalidArgumentError) throw new CommandError(`${file}: ${key}: ${error.message}`);
      throw error;
    }
  }
  return merged as T;
}

async function readMapping(file: string): Promise<Readonly<Record<string, unknown>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new CommandError(`${file}: ${problem.message}`);
  const value: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new CommandError(`${file}: options by name are expected, like "port: 8443"`);
  }
  return value as Readonly<Record<string, unknown>>;
}
