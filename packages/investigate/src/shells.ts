const shells = new Set(['ash', 'bash', 'csh', 'dash', 'fish', 'ksh', 'mksh', 'sh', 'tcsh', 'yash', 'zsh']);

/** Whether a program of that name is a shell; a dash before it tells of a login. */
export function isShell(name: string): boolean {
  return shells.has(name.replace(/^-/, ''));
}
