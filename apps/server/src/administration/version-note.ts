/** Who made a new state of something and what they did, for its history. */
export interface VersionNote {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** `created`, `edited`, `restored revision 3` … */
  readonly change: string;
}
