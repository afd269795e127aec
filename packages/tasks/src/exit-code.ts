/** Names of the signals behind exit codes 128 + n on Linux. */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

const meanings: Readonly<Record<number, string>> = {
  0: 'the process ended by itself without an error',
  1: 'the application reported an error',
  2: 'the application reported an error, often wrong arguments',
  125: 'the container could not be started',
  126: 'the command exists but cannot be executed: check its permissions and the CPU architecture of the image',
  127: 'the command was not found in the image: check ENTRYPOINT and command',
  134: 'the process aborted itself (SIGABRT), often a failed assertion or an uncaught exception in native code',
  135: 'the process was stopped by a bus error (SIGBUS)',
  136: 'the process divided by zero or overflowed (SIGFPE)',
  137: 'the process was killed (SIGKILL)',
  139: 'the process read or wrote memory that is not its own (SIGSEGV)',
  143: 'the process ended on request (SIGTERM)',
  255: 'the application ended with an unspecified error',
};

/** What an exit code of a container says, in plain words. Source: POSIX shell and Docker conventions. */
export function describeExitCode(code: number): string {
  const known = meanings[code];
  if (known !== undefined) return known;
  const signal = code > 128 && code < 193 ? code - 128 : undefined;
  if (signal === undefined) return 'the application ended with an error code of its own';
  return `the process was ended by signal ${signal}${signals[signal] === undefined ? '' : ` (${signals[signal]})`}`;
}
