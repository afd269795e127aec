import type { Match, Package, VerdictFix } from '@breakwater/model';
import type { FieldsOf } from './field.ts';
import type { Gate } from './image-policy.ts';
import type { JudgedImage } from './judge-context.ts';
import type { NamedPackage } from './package-pattern.ts';

/** What exceptions can name something by. `kind` decides which of them has to be named. */
export interface Subject {
  readonly kind: 'vulnerability' | 'check' | 'file' | 'package' | 'license' | 'image';
  /** Id and aliases. */
  readonly vulnerabilities?: readonly string[];
  readonly check?: string;
  readonly isSecret?: boolean;
  readonly license?: string;
  readonly package?: NamedPackage;
  readonly path?: string;
}

/** One thing that a gate found. */
export interface Violation {
  readonly subject: Subject;
  /** In words: `CVE-2026-1 in left 1.0.0 (fixed in 2.0.0)`. */
  readonly text: string;
  /** What ends it, when that is not an upgrade of a vulnerable package. */
  readonly fix?: string;
  /** Of a vulnerability. */
  readonly match?: Match;
}

export interface Judgement {
  readonly violations: readonly Violation[];
  /** Conditions in words, shown after the number. */
  readonly conditions?: readonly string[];
  /** Why it could not be judged, or not wholly. */
  readonly undecided?: readonly string[];
  /** What is told and fails nothing, whatever the gate's action. */
  readonly told?: readonly string[];
  /** Does more than the fix of each violation; the explanation of a gate begins with it. */
  readonly fixes?: (left: readonly Violation[]) => readonly VerdictFix[];
}

/** A kind of gate: its fields, and what it finds in an image. Registered in `gates/index.ts`. */
export interface GateKind<G extends Gate> {
  readonly type: G['type'];
  /** For the guide and editors. */
  readonly about: string;
  /** One and many of what it finds. */
  readonly nouns: readonly [string, string];
  readonly fields: FieldsOf<OwnFields<G>>;
  /** True: a gate without any field means something. */
  readonly isUsefulAlone?: true;
  readonly judge: (gate: G, image: JudgedImage) => Judgement;
}

export type OwnFields<G extends Gate> = Omit<G, 'type' | 'name' | 'description' | 'action' | 'controls'>;

/** The packages of an image that a gate is about. */
export function packagesOf(
  { report }: JudgedImage,
  packageTypes: readonly string[] | undefined,
): readonly Package[] {
  const { packages } = report.sbom;
  return packageTypes === undefined ? packages : packages.filter(({ type }) => packageTypes.includes(type));
}
