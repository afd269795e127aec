import { suggestion } from './did-you-mean.ts';
import type {
  ExceptionItem,
  Item,
  ListItem,
  MacroItem,
  PlacedText,
  PluginVersionsItem,
  RuleAppend,
  RuleItem,
  RuleReplace,
  SequenceItem,
  ThresholdItem,
} from './items.ts';
import { type Context, LoadProblem } from './load-problem.ts';
import type { Warn } from './reader/read-items.ts';
import { engineVersion, isCompatible, parseVersion } from './version.ts';

/**
 * `index` is the place in the order of definitions and stays; `visibility` is when the item last changed:
 * it sees what stands before that.
 */
interface Order {
  readonly index: number;
  readonly visibility: number;
}

export interface ListDefinition extends Order {
  readonly name: string;
  readonly items: readonly string[];
  readonly context: Context;
}

export interface MacroDefinition extends Order {
  readonly name: string;
  /** Joined by one blank. */
  readonly condition: readonly PlacedText[];
  readonly context: Context;
}

export interface RuleDefinition extends Order, Omit<RuleItem, 'kind' | 'condition' | 'output' | 'source'> {
  readonly condition: readonly PlacedText[];
  readonly output: readonly PlacedText[];
  readonly source: string;
}

/** Checks the exceptions of a rule as they are collected. */
export type CheckException = (source: string, exception: ExceptionItem) => void;

/** Everything the files so far define, by name in the order of definition. */
export class Collector {
  readonly lists: Map<string, ListDefinition> = new Map();
  readonly macros: Map<string, MacroDefinition> = new Map();
  readonly rules: Map<string, RuleDefinition> = new Map();
  readonly pluginVersions: PluginVersionsItem[] = [];
  #next = 0;
  readonly #sources: ReadonlySet<string>;
  readonly #checkException: CheckException;

  constructor(sources: ReadonlySet<string>, checkException: CheckException) {
    this.#sources = sources;
    this.#checkException = checkException;
  }

  /** Applies one item. Throws LoadProblem when it does not fit what is there. */
  add(item: Item, warn: Warn): void {
    switch (item.kind) {
      case 'list':
        this.#addList(item);
        return;
      case 'macro':
        this.#addMacro(item);
        return;
      case 'rule':
        this.#addRule(item, warn);
        return;
      case 'rule-append':
        this.#append(item);
        return;
      case 'rule-replace':
        this.#replace(item);
        return;
      case 'rule-switch': {
        const rule = this.#existing(item.name, item.context);
        this.rules.set(item.name, { ...rule, isEnabled: item.isEnabled });
        return;
      }
      case 'engine-version':
        checkEngineVersion(item.version, item.context);
        return;
      case 'plugin-versions':
        checkPluginVersions(item);
        this.pluginVersions.push(item);
    }
  }

  #order(previous: Order | undefined): Order {
    const now = this.#next++;
    return { index: previous?.index ?? now, visibility: now };
  }

  #addList(item: ListItem): void {
    const { name, context } = item;
    const previous = this.lists.get(name);
    if (item.isAppend && previous === undefined)
      refuse(`there is no list "${name}" to append to`, context, name, this.lists);
    const items = item.isAppend ? [...(previous?.items ?? []), ...item.items] : item.items;
    const kept = item.isAppend ? (previous?.context ?? context) : context;
    this.lists.set(name, { name, items, context: kept, ...this.#order(previous) });
  }

  #addMacro(item: MacroItem): void {
    const { name, context } = item;
    const previous = this.macros.get(name);
    if (item.isAppend && previous === undefined)
      refuse(`there is no macro "${name}" to append to`, context, name, this.macros);
    const condition = item.isAppend ? [...(previous?.condition ?? []), item.condition] : [item.condition];
    const kept = item.isAppend ? (previous?.context ?? context) : context;
    this.macros.set(name, { name, condition, context: kept, ...this.#order(previous) });
  }

  #addRule(item: RuleItem, warn: Warn): void {
    const previous = this.rules.get(item.name);
    checkSource(previous, item.source, item.context);
    const source = item.source ?? previous?.source ?? 'syscall';
    if (!this.#sources.has(source)) {
      warn(
        'LOAD_UNKNOWN_SOURCE',
        `unknown source "${source}"${suggestion(source, this.#sources)}; the rule is skipped`,
        item.context,
      );
    }
    for (const exception of item.exceptions) this.#checkException(source, exception);
    this.rules.set(item.name, {
      ...item,
      source,
      condition: [item.condition],
      output: [item.output],
      tags: sortedSet(item.tags),
      ...this.#order(previous),
    });
  }

  #append(item: RuleAppend): void {
    const rule = this.#existing(item.name, item.context);
    checkSource(rule, item.source, item.context);
    const { condition, exceptions, output, description, tags } = item.parts;
    if (Object.keys(item.parts).length === 0) {
      throw new LoadProblem(
        'LOAD_ERR_VALIDATE',
        'an appended rule needs a condition or exceptions',
        item.context,
      );
    }
    this.rules.set(item.name, {
      ...rule,
      condition: condition === undefined ? rule.condition : [...rule.condition, condition],
      output: output === undefined ? rule.output : [...rule.output, output],
      description: description === undefined ? rule.description : `${rule.description} ${description}`,
      tags: tags === undefined ? rule.tags : sortedSet([...rule.tags, ...tags]),
      exceptions: (exceptions ?? []).reduce(
        (all, exception) => this.#appendException(rule.source, all, exception),
        rule.exceptions,
      ),
      ...this.#order(rule),
    });
  }

  /** New values for an exception of the rule, or a whole new exception. */
  #appendException(
    source: string,
    exceptions: readonly ExceptionItem[],
    added: ExceptionItem,
  ): readonly ExceptionItem[] {
    const fail = (message: string) => {
      throw new LoadProblem('LOAD_ERR_VALIDATE', message, added.context);
    };
    const index = exceptions.findIndex((exception) => exception.name === added.name);
    const previous = exceptions[index];
    if (previous === undefined) {
      if (added.fields === undefined) fail('a new exception needs the key "fields"');
      if (added.values.length === 0) fail('a new exception needs the key "values" with at least one value');
      this.#checkException(source, added);
      return [...exceptions, added];
    }
    if (added.fields !== undefined)
      fail('the fields of an existing exception cannot be given again, only values');
    if (added.comps !== undefined)
      fail('the comps of an existing exception cannot be given again, only values');
    return exceptions.with(index, { ...previous, values: [...previous.values, ...added.values] });
  }

  #replace(item: RuleReplace): void {
    const rule = this.#existing(item.name, item.context);
    const { condition, output, tags, exceptions, threshold, sequence, ...rest } = item.parts;
    for (const exception of exceptions ?? []) {
      if (exception.fields === undefined) {
        throw new LoadProblem('LOAD_ERR_VALIDATE', 'an exception needs the key "fields"', exception.context);
      }
      this.#checkException(rule.source, exception);
    }
    this.rules.set(item.name, {
      ...withStateful(rule, threshold, sequence, item.context),
      ...rest,
      ...(condition === undefined ? {} : { condition: [condition] }),
      ...(output === undefined ? {} : { output: [output] }),
      ...(tags === undefined ? {} : { tags: sortedSet(tags) }),
      ...(exceptions === undefined ? {} : { exceptions }),
      ...this.#order(rule),
    });
  }

  #existing(name: string, context: Context): RuleDefinition {
    const rule = this.rules.get(name);
    return rule ?? refuse(`there is no earlier rule "${name}"`, context, name, this.rules);
  }
}

/** Replaces the threshold or sequence of a rule; null takes it away, undefined leaves it. */
function withStateful(
  rule: RuleDefinition,
  threshold: ThresholdItem | null | undefined,
  sequence: SequenceItem | null | undefined,
  context: Context,
): RuleDefinition {
  const { threshold: oldThreshold, sequence: oldSequence, ...rest } = rule;
  const newThreshold = threshold === undefined ? oldThreshold : threshold;
  const newSequence = sequence === undefined ? oldSequence : sequence;
  if (newThreshold && newSequence) {
    const [has, gets] = threshold ? ['sequence', 'threshold'] : ['threshold', 'sequence'];
    const message = `the rule has a "${has}" and cannot have a "${gets}" as well; replace "${has}" by nothing to take it away`;
    throw new LoadProblem('LOAD_ERR_VALIDATE', message, context);
  }
  return {
    ...rest,
    ...(newThreshold ? { threshold: newThreshold } : {}),
    ...(newSequence ? { sequence: newSequence } : {}),
  };
}

function refuse(message: string, context: Context, name: string, known: ReadonlyMap<string, unknown>): never {
  throw new LoadProblem('LOAD_ERR_VALIDATE', `${message}${suggestion(name, known.keys())}`, context);
}

function checkSource(
  previous: RuleDefinition | undefined,
  source: string | undefined,
  context: Context,
): void {
  if (previous === undefined || source === undefined || source === previous.source) return;
  const message = `the rule has the source "${previous.source}"; it cannot become "${source}"`;
  throw new LoadProblem('LOAD_ERR_VALIDATE', message, context);
}

function checkEngineVersion(text: string, context: Context): void {
  const required = parseVersion(text);
  if (required === undefined) {
    throw new LoadProblem(
      'LOAD_ERR_YAML_VALIDATE',
      `"${text}" is not an engine version: a number or x.y.z`,
      context,
    );
  }
  const actual = parseVersion(engineVersion);
  if (actual === undefined || isCompatible(actual, required)) return;
  const message = `the rules need engine version ${text}; this is ${engineVersion}`;
  throw new LoadProblem('LOAD_ERR_VALIDATE', message, context);
}

function checkPluginVersions(item: PluginVersionsItem): void {
  const seen = new Set<string>();
  for (const { name, version } of item.alternatives) {
    const fail = (message: string) => {
      throw new LoadProblem('LOAD_ERR_VALIDATE', message, item.context);
    };
    if (parseVersion(version) === undefined) fail(`"${version}" of plugin "${name}" is not a version x.y.z`);
    if (seen.has(name)) fail(`the plugin "${name}" is named twice among the alternatives`);
    seen.add(name);
  }
}

function sortedSet(tags: readonly string[]): readonly string[] {
  return [...new Set(tags)].sort();
}
