/** A record of CloudTrail or a part of it. */
export type Fields = Readonly<Record<string, unknown>>;
