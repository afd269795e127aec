/** What a command ends with: 0 good, 1 the policy or verdict failed, 2 it could not do its work. */
export const exitCode = { good: 0, failed: 1, error: 2 } as const;

/** An error whose message is meant for the person at the terminal: printed plain, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
