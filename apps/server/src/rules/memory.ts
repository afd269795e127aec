import { type EngineState, readEngineState } from '@breakwater/rules';
import { ruleStates, type StateStore } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';

const name = 'engine';

/** Writes down what the engine remembers, as text; nothing when that is what was written last. */
export async function saveMemory(
  state: StateStore,
  memory: EngineState,
  lastText: string | undefined,
  now: number,
): Promise<string> {
  const text = JSON.stringify(memory);
  if (text === lastText) return text;
  const savedAt = new Date(now).toISOString();
  await state.transaction((transaction) => transaction.table(ruleStates).put({ name, state: text, savedAt }));
  return text;
}

/** What was last written down; a state that cannot be read is told in the log, and counting begins anew. */
export async function readMemory(
  state: StateStore,
  logger: FastifyBaseLogger,
): Promise<EngineState | undefined> {
  const stored = await state.read((reader) => reader.table(ruleStates).get(name));
  if (stored === undefined) return undefined;
  const read = readEngineState(stored.record.state);
  if ('state' in read) return read.state;
  logger.error({ problem: read.problem }, 'rules with a threshold or sequence begin to count anew');
  return undefined;
}
