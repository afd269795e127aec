import type { GoBuildInfo } from './go-build-info.ts';

/** What is kept of an executable or library. */
export interface Program {
  /** Known from the compiler's traces; says that there are dependencies even when nothing lists them. */
  readonly compiler?: 'go' | 'rust';
  readonly go?: GoBuildInfo;
  /** The JSON that cargo-auditable wrote. */
  readonly rust?: string;
  /** Products recognised by version strings. */
  readonly products?: readonly KnownProduct[];
  /** What is damaged, in words. */
  readonly problems?: readonly string[];
}

export interface KnownProduct {
  readonly name: string;
  readonly version: string;
}

export function writeProgram(program: Program): Buffer {
  return Buffer.from(JSON.stringify(program));
}

/** Reads what `writeProgram` wrote. */
export function readProgram(content: Buffer): Program {
  return JSON.parse(content.toString('utf8')) as Program;
}
