/** The level of the rule language that is understood here, as Falco counts it. */
export const engineVersion = '0.63.0';

export type Version = readonly [number, number, number];

/** `x.y.z`; what follows is ignored. Undefined when it does not start so. */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d{1,10})\.(\d{1,10})\.(\d{1,10})/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Same major version and not older than what is required. */
export function isCompatible(actual: Version, required: Version): boolean {
  if (actual[0] !== required[0]) return false;
  if (actual[1] !== required[1]) return actual[1] > required[1];
  return actual[2] >= required[2];
}
