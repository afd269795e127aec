import { readFile, stat } from 'node:fs/promises';
import { readTask, type Task } from '@breakwater/capture';
import { CommandError } from '../../exit-code.ts';

const maxBytes = 4 * 1024 * 1024;

/**
 * Reads what the metadata endpoint of ECS (version 4, `/task`) said of tasks, one in each file.
 * @throws CommandError when a file cannot be read or tells of no task
 */
export function readTasks(paths: readonly string[] = []): Promise<readonly Task[]> {
  return Promise.all(paths.map(readTaskFile));
}

async function readTaskFile(path: string): Promise<Task> {
  const document = parse(path, await readText(path));
  const task = readTask(document);
  if (task !== undefined) return task;
  throw new CommandError(
    `${path}: it is no metadata of a task: TaskARN is missing (the answer to $ECS_CONTAINER_METADATA_URI_V4/task is asked for)`,
  );
}

async function readText(path: string): Promise<string> {
  const failed = (error: NodeJS.ErrnoException): never => {
    throw new CommandError(`cannot read ${path}: ${error.message}`);
  };
  const { size } = await stat(path).catch(failed);
  if (size > maxBytes) throw new CommandError(`cannot read ${path}: metadata of a task has at most 4 MiB`);
  return await readFile(path, 'utf8').catch(failed);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${path}: it is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
