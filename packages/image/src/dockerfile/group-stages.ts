import type { Dockerfile, DockerfileProblem, Instruction, Stage } from './dockerfile.ts';

/** Parts the instructions at each FROM and fills the defaults of earlier ARG into the image's name. */
export function groupStages(
  instructions: readonly Instruction[],
  problems: DockerfileProblem[],
): Pick<Dockerfile, 'globals' | 'stages'> {
  const globals: Instruction[] = [];
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  const defaults = new Map<string, string>();
  for (const instruction of instructions) {
    const { keyword, line, text } = instruction;
    const stage = stages.at(-1);
    if (keyword === 'FROM') {
      const [, image = '', name] = /^(\S+)(?:\s+[Aa][Ss]\s+(\S+))?\s*$/.exec(text) ?? [];
      if (image === '') problems.push({ line, message: 'FROM takes an image and, at most, "AS name"' });
      const base = substitute(image, defaults);
      stages.push({
        from: instruction,
        base,
        instructions: [],
        ...(name === undefined ? {} : { name: name.toLowerCase() }),
      });
    } else if (stage !== undefined) stage.instructions.push(instruction);
    else {
      globals.push(instruction);
      if (keyword !== 'ARG') problems.push({ line, message: `${keyword} stands before the first FROM` });
      else for (const [name, value] of readPairs(text)) defaults.set(name, substitute(value, defaults));
    }
  }
  if (stages.length === 0) problems.push({ line: 1, message: 'there is no FROM' });
  return { globals, stages };
}

/** `A=b C="d e"` and the older `A b` of ENV; a name alone has an empty value. */
export function readPairs(text: string): readonly (readonly [name: string, value: string])[] {
  const older = /^([A-Za-z_][\w.-]{0,200})\s+(?!=)(\S[\s\S]*)$/.exec(text);
  if (older !== null && !/^[A-Za-z_][\w.-]*=/.test(text) && !/^\S+\s+[A-Za-z_][\w.-]*=/.test(text)) {
    return [[older[1] as string, older[2] as string]];
  }
  const pairs: (readonly [string, string])[] = [];
  for (const [, name = '', double, single, bare] of text.matchAll(
    /([A-Za-z_][\w.-]{0,200})(?:=(?:"((?:\\.|[^"\\])*)"|'([^']*)'|((?:\\.|[^\s\\])*)))?(?=\s|$)/g,
  )) {
    pairs.push([name, double ?? single ?? bare ?? '']);
  }
  return pairs;
}

/** `$A`, `${A}`, `${A:-b}`; what has no default stays as it is written. */
function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text
    .slice(0, 2000)
    .replace(
      /\$(?:\{([A-Za-z_]\w{0,100})(?::-([^}]{0,500}))?\}|([A-Za-z_]\w{0,100}))/g,
      (whole, braced?: string, fallback?: string, plain?: string) => {
        const value = values.get(braced ?? plain ?? '') ?? '';
        return value === '' ? (fallback ?? whole) : value;
      },
    )
    .slice(0, 2000);
}
