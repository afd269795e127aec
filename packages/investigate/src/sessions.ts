import { commandLineOf, userOf } from './processes.ts';
import type { Seen } from './seen.ts';
import { isShell } from './shells.ts';
import { TypedLine } from './typed-line.ts';

/** `typed`: what a shell read from its terminal; `command`: what was executed; `directory`: where it went. */
export type SessionLineKind = 'typed' | 'command' | 'directory';

export interface SessionLine {
  readonly at: number;
  readonly event: number;
  readonly kind: SessionLineKind;
  readonly text: string;
  readonly directory: string;
  readonly process: number;
  readonly user: string;
}

/** What was done in one session of a shell. */
export interface ShellSession {
  readonly number: number;
  /** The id of the session: that of the process that leads it. */
  readonly id: number;
  /** The shell that the first command came from. */
  shell: string;
  user: string;
  /** `pts/3`; empty: no terminal, as of a script or a shell behind a web server. */
  readonly terminal: string;
  readonly container: number;
  readonly firstAt: number;
  lastAt: number;
  readonly lines: SessionLine[];
  /** Whether the capture has what was typed; otherwise there are only the commands that were executed. */
  hasTyped: boolean;
}

const longest = 4096;
const terminalName = /^\/dev\/(?:pts\/\d+|tty\w*|console)$/;

/** Gathers sessions: commands executed by a shell or at a terminal, and the keys that shells read. */
export class Sessions {
  readonly #byKey = new Map<string, ShellSession>();
  readonly #typed = new Map<ShellSession, TypedLine>();
  readonly #mostSessions: number;
  readonly #mostLines: number;
  #lines = 0;
  /** Sessions and lines that found no room. */
  dropped = 0;

  constructor(mostSessions: number, mostLines: number) {
    this.#mostSessions = mostSessions;
    this.#mostLines = mostLines;
  }

  values(): readonly ShellSession[] {
    return [...this.#byKey.values()];
  }

  look(seen: Seen): void {
    const { facts, isDone } = seen;
    if (!isDone) return;
    if (facts.isExec) this.#command(seen);
    else if (facts.isRead && facts.dataAt >= 0) this.#keys(seen);
    else if (seen.name === 'chdir' && isShell(seen.thread?.comm ?? '')) {
      this.#line(seen, 'directory', `cd ${seen.field('fs.path.name')}`);
    }
  }

  #command(seen: Seen): void {
    const { thread, system } = seen;
    if (thread === undefined) return;
    const parent = system.threads.parentOf(thread);
    const isOfShell = parent !== undefined && isShell(parent.comm);
    if (!isOfShell && thread.tty === 0) return;
    const session = this.#line(seen, 'command', commandLineOf(thread));
    if (session === undefined || isShell(session.shell)) return;
    // At a terminal something else may come first, such as a program that starts the shell.
    const shell = isOfShell ? parent.comm : isShell(thread.comm) ? thread.comm : undefined;
    session.shell = shell ?? (session.shell === '' ? (parent?.comm ?? thread.comm) : session.shell);
  }

  #keys(seen: Seen): void {
    const { thread, descriptor, event, facts } = seen;
    if (thread === undefined || !isShell(thread.comm) || descriptor === undefined) return;
    if (!terminalName.test(descriptor.name) || event.length(facts.dataAt) === 0) return;
    const session = this.#sessionOf(seen);
    if (session === undefined) return;
    session.hasTyped = true;
    if (session.shell === '') session.shell = thread.comm;
    let typed = this.#typed.get(session);
    if (typed === undefined) {
      typed = new TypedLine();
      this.#typed.set(session, typed);
    }
    for (const line of typed.add(event.data(facts.dataAt), seen.at, event.number)) {
      this.#add(session, seen, 'typed', line, typed.startedAt, typed.event);
    }
  }

  #line(seen: Seen, kind: SessionLineKind, text: string): ShellSession | undefined {
    const session = this.#sessionOf(seen);
    if (session !== undefined) this.#add(session, seen, kind, text, seen.at, seen.event.number);
    return session;
  }

  #add(
    session: ShellSession,
    seen: Seen,
    kind: SessionLineKind,
    text: string,
    at: number,
    event: number,
  ): void {
    if (this.#lines >= this.#mostLines) {
      this.dropped += 1;
      return;
    }
    this.#lines += 1;
    if (seen.at > session.lastAt) session.lastAt = seen.at;
    const { thread, system, process } = seen;
    session.lines.push({
      at,
      event,
      kind,
      text: text.slice(0, longest),
      directory: thread?.cwd ?? '',
      process: process?.number ?? 0,
      user: thread === undefined ? '' : userOf(thread, system),
    });
  }

  #sessionOf({ thread, container, at, system }: Seen): ShellSession | undefined {
    if (thread === undefined) return undefined;
    const id = thread.sid > 0 ? thread.sid : Math.max(0, thread.ptid);
    const key = `${container} ${id}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#byKey.size >= this.#mostSessions) {
      this.dropped += 1;
      return undefined;
    }
    const session: ShellSession = {
      number: this.#byKey.size,
      id,
      shell: '',
      user: userOf(thread, system),
      terminal: terminalOf(thread.tty),
      container,
      firstAt: at,
      lastAt: at,
      lines: [],
      hasTyped: false,
    };
    this.#byKey.set(key, session);
    return session;
  }
}

/** Device numbers of pseudo terminals have the major numbers 136 to 143. */
function terminalOf(tty: number): string {
  if (tty === 0) return '';
  const major = (tty >>> 8) & 0xfff;
  const minor = (tty & 0xff) | ((tty >>> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  return major === 4 ? `tty${minor}` : `tty ${major}:${minor}`;
}
