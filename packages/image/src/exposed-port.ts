/** An entry of `ExposedPorts`: `8080/tcp`, `53/udp`, `8000-8010/tcp`, `8080`. */
export interface ExposedPort {
  readonly first: number;
  readonly last: number;
  readonly protocol: string;
  readonly text: string;
}

/** Undefined when it is no port: then nothing is exposed by it either. */
export function parseExposedPort(text: string): ExposedPort | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/([a-zA-Z]+))?$/.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (first > 65535 || last > 65535 || last < first) return undefined;
  return { first, last, protocol: (match[3] ?? 'tcp').toLowerCase(), text };
}
