import type { Event, Field, FieldType, Priority } from '@breakwater/model';

/** A rule file as read from wherever it is kept; `name` is used in messages only. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** What the language needs to know of an event source. */
export interface RuleSource {
  /** The name that `source:` of a rule gives. */
  readonly name: string;
  readonly fields: readonly Field<Event>[];
  /**
   * Codes by name, for a source whose events have types of their own (`syscall`): values of `evt.type` are
   * checked against it and rules are indexed by it.
   */
  readonly eventTypes?: ReadonlyMap<string, readonly number[]>;
  /** Names of event parameters, longest match first wins: `evt.arg.NAME` and `evt.rawarg.NAME`. */
  readonly parameterNames?: ReadonlySet<string>;
  /** Types of the values of `evt.rawarg.NAME`; a text where it is not known. */
  readonly parameterTypes?: ReadonlyMap<string, FieldType>;
  /**
   * The field whose value most rules ask for first (`evt.type`, `ct.name`): rules are indexed by it, so that an
   * event meets only those that can match.
   */
  readonly indexedBy?: string;
}

/** Switches rules on or off after loading; `rule` is a whole name in which `*` stands for any text. */
export interface RuleSelection {
  readonly action: 'enable' | 'disable';
  readonly rule?: string;
  readonly tag?: string;
}

/** Text and fields added to the output of the rules that match; every given key must match. */
export interface AppendOutput {
  readonly rule?: string;
  readonly source?: string;
  /** All of them must be on the rule. */
  readonly tags?: readonly string[];
  readonly extraOutput?: string;
  /** A field name, or a name with an output format. */
  readonly extraFields?: readonly (string | Readonly<Record<string, string>>)[];
}

/** Bounds of what a rule file may ask for; each is reported when hit. */
export interface LoadLimits {
  readonly fileBytes: number;
  readonly aliases: number;
  readonly nesting: number;
}

export interface LoadOptions {
  readonly sources: readonly RuleSource[];
  /** Less severe rules are checked but never run. Default Debug: all run. */
  readonly minPriority?: Priority;
  readonly selection?: readonly RuleSelection[];
  readonly appendOutput?: readonly AppendOutput[];
  /** Adds the fields that a source suggests to every output of its rules: `container_id=%container.id`. */
  readonly suggestedOutput?: boolean;
  /** Versions by plugin name for `required_plugin_versions`; absent: the requirement is not judged. */
  readonly plugins?: ReadonlyMap<string, string>;
  readonly limits?: Partial<LoadLimits>;
  /**
   * Compile once, after the last file, instead of after each as Falco does: the same rules in a fraction of the
   * time when there are many files. What the compiler finds then stands with the last file.
   */
  readonly compilesOnce?: boolean;
}
