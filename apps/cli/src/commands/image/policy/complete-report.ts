const scannedAt = '2026-01-01T00:00:00Z';

const emptyConfig = {
  os: 'linux',
  architecture: 'amd64',
  env: [],
  exposedPorts: [],
  entrypoint: [],
  cmd: [],
  labels: {},
  hasHealthcheck: true,
  history: [],
};

const somePackage = { type: 'generic', name: 'app', version: '1.0.0' };

type Fields = Readonly<Record<string, unknown>>;

/**
 * A whole result from the parts that a test names: everything else is an empty image of one package that was examined wholly, with
 * advisory data of that day. Not checked here: what comes out goes through the schema of results.
 */
export function completeReport(image: unknown, asOf: string | undefined): Fields {
  const parts = fieldsOf(image);
  const at = toTime(asOf) ?? scannedAt;
  const sbom = fieldsOf(parts.sbom);
  return {
    digest: `sha256:${'0'.repeat(64)}`,
    reference: [parts.registry, parts.repository].filter((part) => part !== undefined).join('/') || 'image',
    scannedAt: at,
    layers: [],
    fileFindings: [],
    waste: [],
    verdicts: [],
    gaps: [],
    ...parts,
    advisories: { hash: 'test', records: 1, newest: at, ...fieldsOf(parts.advisories) },
    config: { ...emptyConfig, created: at, ...fieldsOf(parts.config) },
    sbom: { ...sbom, packages: listOf(sbom.packages, [somePackage]).map(toPackage) },
    matches: listOf(parts.matches).map(toMatch),
    configFindings: listOf(parts.configFindings).map((one) => ({
      title: 'Check of the configuration',
      severity: 'medium',
      evidence: '',
      remediation: 'mend it',
      ...fieldsOf(one),
    })),
    ...('fileFindings' in parts ? { fileFindings: listOf(parts.fileFindings).map(toFileFinding) } : {}),
  };
}

function toPackage(value: unknown): unknown {
  const fields = fieldsOf(value);
  return { locations: [], licenses: [], foundBy: 'test', ...named(fields), ...fields };
}

function toMatch(value: unknown): unknown {
  const fields = fieldsOf(value);
  const target = fieldsOf(fields.package ?? somePackage);
  return {
    aliases: [],
    summary: '',
    severity: 'medium',
    isKnownExploited: false,
    fixState: fields.fixedVersion === undefined ? 'not-fixed' : 'fixed',
    details: [],
    ...fields,
    package: { ...named(target), ...target },
  };
}

function toFileFinding(value: unknown): unknown {
  return {
    kind: 'secret',
    checkId: 'secret-generic',
    title: 'Finding in a file',
    severity: 'high',
    path: 'app/file',
    isDeleted: false,
    evidence: '',
    remediation: 'remove it',
    ...fieldsOf(value),
  };
}

function named({ type = 'generic', name = 'app', version = '1.0.0' }: Fields): Fields {
  return { type, name, version, purl: `pkg:${type}/${name}@${version}` };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** What is no list stays for the schema to refuse. */
function listOf(value: unknown, otherwise: readonly unknown[] = []): readonly unknown[] {
  if (value === undefined) return otherwise;
  return Array.isArray(value) ? value : [value];
}

function toTime(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
