import { inflateSync } from 'node:zlib';
import { findSection, type ProgramFile, partBytes } from './program-file.ts';

const maxJsonBytes = 8 * 1024 * 1024;

/** The JSON that cargo-auditable puts into a program: its dependencies. Undefined without; throws when damaged. */
export function readRustAudit(file: ProgramFile): string | undefined {
  const section = findSection(file, '.dep-v0') ?? findSection(file, '__DATA,.dep-v0');
  if (section === undefined) return undefined;
  return inflateSync(partBytes(file, section), { maxOutputLength: maxJsonBytes }).toString('utf8');
}

/** Compilers leave their name in `.comment`. */
export function isBuiltByRust(file: ProgramFile): boolean {
  const comment = findSection(file, '.comment');
  if (comment === undefined) return false;
  return partBytes(file, { ...comment, size: Math.min(comment.size, 4096) }).includes('rustc version ');
}
