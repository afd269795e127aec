/** What an index of a capture may remember. What finds no room is counted and told of, never silently left out. */
export interface IndexLimits {
  /** Events in the list of events; figures count those beyond too. */
  readonly events: number;
  /** Different texts: names of files and connections, command lines. */
  readonly texts: number;
  /** Characters of those texts together. */
  readonly textLength: number;
  readonly processes: number;
  /** Rows of each stream. */
  readonly rows: number;
  readonly detections: number;
  readonly sessions: number;
  /** Lines of all sessions together. */
  readonly sessionLines: number;
}

/**
 * Bounds that keep an index within about 600 MB: 50 to 65 bytes an event, with what figures and rows counted of it (260 MB), texts of
 * two bytes a character (64 MB) with their table (40 MB), rows of about 300 bytes (7 × 30 MB), processes of about 500 bytes (25 MB).
 */
export const defaultIndexLimits: IndexLimits = {
  events: 4_000_000,
  texts: 400_000,
  textLength: 32_000_000,
  processes: 50_000,
  rows: 50_000,
  detections: 10_000,
  sessions: 5_000,
  sessionLines: 100_000,
};
