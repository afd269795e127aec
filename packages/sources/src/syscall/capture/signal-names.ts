const names = `
HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ
VTALRM PROF WINCH IO PWR SYS
`
  .trim()
  .split(/\s+/);

/** `SIGTERM` of 15; empty for numbers without a name. */
export function signalName(signal: number): string {
  const name = names[signal - 1];
  return name === undefined ? '' : `SIG${name}`;
}
