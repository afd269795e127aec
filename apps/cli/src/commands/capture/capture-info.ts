/** What a capture holds. Times are ISO 8601 with nanoseconds; lists begin with the most frequent. */
export interface CaptureInfo {
  readonly file: string;
  /** Of the file as it is, compressed or not. */
  readonly fileBytes: number;
  readonly machine?: MachineFacts;
  readonly format: { readonly sections: number; readonly blocks: number; readonly bytes: number };
  /** Absent: the capture holds no event. */
  readonly time?: { readonly first: string; readonly last: string; readonly seconds: number };
  readonly events: EventFacts;
  /** Processes that events come from. */
  readonly processes: readonly ProcessFacts[];
  readonly containers: readonly ContainerFacts[];
  /** Users that processes ran as when they acted. */
  readonly users: readonly UserFacts[];
  readonly network: { readonly peers: readonly PeerFacts[]; readonly serverPorts: readonly number[] };
  readonly losses: LossFacts;
  readonly alerts?: readonly AlertFacts[];
  /** Why reading ended before the end of the capture, if it did. */
  readonly partial?: { readonly reason: string; readonly block: number; readonly offset: number };
}

export interface MachineFacts {
  readonly hostname: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Absent: unknown. */
  readonly bootTime?: string;
}

export interface EventFacts {
  readonly total: number;
  /** Begins of system calls, in old captures: rules look at the ends. */
  readonly enter: number;
  readonly byType: readonly { readonly type: string; readonly events: number }[];
}

export interface ProcessFacts {
  readonly pid: number;
  readonly name: string;
  readonly commandLine: string;
  /** Absent: it ran on the host. */
  readonly container?: string;
  readonly events: number;
  /** Absent: before the capture began. */
  readonly started?: string;
  /** Absent: it was there at the end. */
  readonly ended?: string;
}

export interface ContainerFacts {
  readonly id: string;
  readonly name?: string;
  readonly image?: string;
  readonly type?: string;
  readonly task?: string;
  readonly events: number;
}

export interface UserFacts {
  readonly uid: number;
  readonly name?: string;
  readonly events: number;
}

/** One that was connected to, or that connected to a port of the machine. */
export interface PeerFacts {
  readonly direction: 'out' | 'in';
  readonly protocol: string;
  readonly address: string;
  /** Of the server: the peer's on the way out, the machine's own on the way in. */
  readonly port: number;
  readonly connections: number;
  readonly failed: number;
}

export interface LossFacts {
  /** Events that say that the recorder lost others. */
  readonly dropEvents: number;
  readonly unknownEvents: number;
  /** Events whose time is impossible. */
  readonly misdated: number;
  /** Threads that the state had no room for. */
  readonly threadsDropped: number;
  readonly descriptorsDropped: number;
  readonly containersDropped: number;
  /** Users and groups that the state had no room for. */
  readonly namesDropped: number;
  /** Counts that were not taken since a list here had no room for another entry. */
  readonly uncounted: number;
}

export interface AlertFacts {
  readonly rule: string;
  readonly priority: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}
