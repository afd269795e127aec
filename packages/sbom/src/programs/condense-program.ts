import type { Condenser } from '@breakwater/image';
import { isElf, readElf } from './elf.ts';
import { isBuiltByGo, readGoBuildInfo } from './go-build-info.ts';
import { isMachO, readMachO } from './mach-o.ts';
import { isPe, readPe } from './pe.ts';
import { type Program, writeProgram } from './program.ts';
import type { ProgramFile } from './program-file.ts';
import { isBuiltByRust, readRustAudit } from './rust-audit.ts';
import { findProducts } from './signatures.ts';

/** Smaller than any program; larger than the wrappers and links beside them. */
const minBytes = 128;
const executableBits = 0o111;
/** Programs and libraries that need no permission to be run. */
const programName = /\.(?:exe|dll|node|pyd|dylib)$|\.so(?:\.\d+)*$/;

/** Executables and libraries in ELF, PE and Mach-O: build information, dependencies, version strings. */
export const programs: Condenser = {
  name: 'programs',
  version: 1,
  wants: (path, size, mode) => size >= minBytes && ((mode & executableBits) !== 0 || programName.test(path)),
  isKind: (head) => isElf(head) || isPe(head) || isMachO(head),
  condense(content, path) {
    const program = readFacts(content, path);
    return Object.keys(program).length === 0 ? undefined : writeProgram(program);
  },
};

function readFacts(content: Buffer, path: string): Program {
  const problems: string[] = [];
  const file = attempt(() => readFile(content), problems);
  if (file === undefined) {
    // DOS programs and data that happens to start so: nothing of ours is in them.
    return isElf(content) ? { problems } : {};
  }
  const go = attempt(() => readGoBuildInfo(file), problems);
  const rust = attempt(() => readRustAudit(file), problems);
  const products = findProducts(content, path);
  const compiler = isBuiltByGo(file) ? 'go' : isBuiltByRust(file) ? 'rust' : undefined;
  return {
    ...(compiler === undefined ? {} : { compiler }),
    ...(go === undefined ? {} : { go }),
    ...(rust === undefined ? {} : { rust }),
    ...(products.length === 0 ? {} : { products }),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

function readFile(content: Buffer): ProgramFile {
  if (isElf(content)) return readElf(content);
  return isPe(content) ? readPe(content) : readMachO(content);
}

/** Whatever is wrong with a program becomes part of what is known of it. */
function attempt<T>(read: () => T, problems: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
