import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError } from '../../exit-code.ts';

export interface DockerfileText {
  readonly path: string;
  readonly text: string;
}

const maxBytes = 4 * 1024 * 1024;
const maxFiles = 2000;
const maxDepth = 16;
const passedOver: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn', 'vendor']);
const dockerfileName = /^(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.(?:dockerfile|containerfile)$/i;
/** Rules what a builder is sent; no Dockerfile. */
const otherName = /\.(?:dockerignore|containerignore|md|txt|bak|orig)$/i;

/**
 * Reads files as they are named, and of folders the files that are named like Dockerfiles, by path. `-` is standard input. Throws
 * CommandError for what cannot be read, and for a folder without any.
 */
export async function readDockerfiles(paths: readonly string[]): Promise<readonly DockerfileText[]> {
  const files: DockerfileText[] = [];
  for (const path of paths) {
    if (path === '-') files.push({ path: 'stdin', text: await readInput() });
    else for (const file of await filesOf(path)) files.push({ path: file, text: await readText(file) });
  }
  return files;
}

async function filesOf(path: string): Promise<readonly string[]> {
  const status = await stat(path).catch((error: unknown) => unreadable(path, error));
  if (!status.isDirectory()) return [path];
  const found: string[] = [];
  await collect(path, 0, found);
  if (found.length === 0) throw new CommandError(`there is no Dockerfile in ${path}`);
  if (found.length > maxFiles)
    throw new CommandError(`${path} has more than ${maxFiles} Dockerfiles: name a smaller folder`);
  return found.sort();
}

async function collect(folder: string, depth: number, found: string[]): Promise<void> {
  if (depth > maxDepth || found.length > maxFiles) return;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch((error: unknown) =>
    unreadable(folder, error),
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !passedOver.has(entry.name)) await collect(path, depth + 1, found);
    else if (entry.isFile() && dockerfileName.test(basename(path)) && !otherName.test(path)) found.push(path);
  }
}

async function readText(path: string): Promise<string> {
  const { size } = await stat(path).catch((error: unknown) => unreadable(path, error));
  if (size > maxBytes)
    throw new CommandError(`${path} has ${size} bytes: a Dockerfile of more than ${maxBytes} is not read`);
  return (await readFile(path).catch((error: unknown) => unreadable(path, error))).toString('utf8');
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBytes)
      throw new CommandError(`standard input has more than ${maxBytes} bytes: it is not read`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unreadable(path: string, error: unknown): never {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const why = isMissing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
  throw new CommandError(`cannot read ${path}: ${why}`, { cause: error });
}
