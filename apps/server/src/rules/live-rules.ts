import type { RuntimePolicy } from '@breakwater/model';
import { createEngine, type Engine, type EngineState, type Ruleset } from '@breakwater/rules';
import { ruleFiles, runtimePolicies, type StateStore, type StoredRuleFile } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import { recordsOf } from '../all-records.ts';
import { Detector } from '../detect/detector.ts';
import type { Memory } from '../intake/checkpoint.ts';
import { inLoadOrder } from './load-rule-files.ts';
import { readMemory, saveMemory } from './memory.ts';
import { isStateful } from './rule-row.ts';
import { Suppressions } from './suppressions.ts';

/** The rule files and policies as they are stored, and what was made of them. */
export interface RulesInForce {
  /** In load order. */
  readonly files: readonly StoredRuleFile[];
  readonly policies: readonly RuntimePolicy[];
  readonly ruleset: Ruleset;
  readonly engine: Engine;
}

/** Rules that take longer than that for one event, again and again, sit some events out. */
const slowness = { clock: () => performance.now() };

/** What a change of files or policies leaves behind: an answer and, when files changed, what they load to. */
export interface RulesChange<T> {
  readonly result: T;
  readonly ruleset?: Ruleset;
}

interface Context {
  readonly state: StateStore;
  readonly now: () => number;
  readonly logger: FastifyBaseLogger;
}

/**
 * The rules and policies that detection runs now. A change is made one at a time: it is stored, and from the next
 * batch of events on detection runs with it; a batch that is in work ends with what it began with.
 */
export class LiveRules {
  readonly suppressions: Suppressions;
  readonly #context: Context;
  #inForce: RulesInForce;
  #detector: Detector;
  #usesMemory: boolean;
  #savedMemory: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(context: Context, inForce: RulesInForce) {
    this.#context = context;
    this.#inForce = inForce;
    this.suppressions = new Suppressions(context.now);
    this.#detector = this.#newDetector();
    this.#usesMemory = inForce.ruleset.rules.some(isStateful);
  }

  /** `ruleset` is what the stored files load to. */
  static async open(context: Context, ruleset: Ruleset): Promise<LiveRules> {
    const engine = newEngine(ruleset, await readMemory(context.state, context.logger));
    return new LiveRules(context, { ...(await readStored(context.state)), ruleset, engine });
  }

  get inForce(): RulesInForce {
    return this.#inForce;
  }

  /** What judges the next batch. */
  get detector(): Detector {
    return this.#detector;
  }

  /** Makes a change after those that wait already; `work` stores it, or throws and nothing changes. */
  change<T>(work: (inForce: RulesInForce) => Promise<RulesChange<T>>): Promise<T> {
    const changed = this.#last.then(async () => {
      const { result, ruleset } = await work(this.#inForce);
      const stored = await readStored(this.#context.state);
      this.#inForce =
        ruleset === undefined
          ? { ...this.#inForce, ...stored }
          : { ...stored, ruleset, engine: newEngine(ruleset, this.#inForce.engine.snapshot()) };
      this.#detector = this.#newDetector();
      this.#usesMemory = this.#inForce.ruleset.rules.some(isStateful);
      return result;
    });
    this.#last = changed.catch(() => undefined);
    return changed;
  }

  /** What the rules with a threshold or sequence remember; it outlives the server. */
  get memory(): Memory {
    const { state, now, logger } = this.#context;
    return {
      isUsed: () => this.#usesMemory,
      save: async () => {
        const memory = this.#inForce.engine.snapshot();
        this.#savedMemory = await saveMemory(state, memory, this.#savedMemory, now());
      },
      restore: async () => {
        const remembered = await readMemory(state, logger);
        this.#inForce = { ...this.#inForce, engine: newEngine(this.#inForce.ruleset, remembered) };
        this.#detector = this.#newDetector();
      },
    };
  }

  #newDetector(): Detector {
    const { engine, policies } = this.#inForce;
    return new Detector(engine, policies, {
      now: this.#context.now,
      onSuppressed: (policyId, exceptionId) => this.suppressions.add(policyId, exceptionId),
    });
  }
}

function newEngine(ruleset: Ruleset, state: EngineState | undefined): Engine {
  return createEngine(ruleset, {
    ruleMatching: 'all',
    slowness,
    ...(state === undefined ? {} : { state }),
  });
}

function readStored(state: StateStore): Promise<Pick<RulesInForce, 'files' | 'policies'>> {
  return state.read(async (reader) => {
    const files: StoredRuleFile[] = [];
    for await (const file of recordsOf(reader.table(ruleFiles))) files.push(file);
    const policies: RuntimePolicy[] = [];
    for await (const policy of recordsOf(reader.table(runtimePolicies))) policies.push(policy);
    policies.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { files: inLoadOrder(files), policies };
  });
}
