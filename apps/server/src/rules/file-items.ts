import type { StoredRuleFile } from '@breakwater/store';
import type { RuleCompiler } from './rule-compiler.ts';
import type { RuleItemText } from './rule-items.ts';

export interface FileWithItems extends StoredRuleFile {
  readonly items: readonly RuleItemText[];
}

/** The items of stored rule files, read elsewhere and once for each revision. */
export class FileItems {
  readonly #compiler: RuleCompiler;
  #known: ReadonlyMap<string, FileWithItems> = new Map();

  constructor(compiler: RuleCompiler) {
    this.#compiler = compiler;
  }

  /** @throws HttpError when that takes too long */
  async of(files: readonly StoredRuleFile[]): Promise<readonly FileWithItems[]> {
    const known = this.#known;
    const unread = files.filter((file) => known.get(file.id)?.revision !== file.revision);
    const read =
      unread.length === 0
        ? []
        : await this.#compiler.run(
            'items',
            unread.map(({ text }) => text),
          );
    const items = new Map(unread.map((file, index) => [file, read[index] ?? []]));
    const complete = files.map(
      (file): FileWithItems => ({
        ...file,
        items: items.get(file) ?? known.get(file.id)?.items ?? [],
      }),
    );
    this.#known = new Map(complete.map((file) => [file.id, file]));
    return complete;
  }
}
