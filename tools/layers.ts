/** Which packages of the workspace one of them may use, and why that is its place in the path of data. */
export interface Layer {
  readonly name: string;
  /** Folder below the root. */
  readonly folder: string;
  readonly mayImport: readonly string[];
  readonly because: string;
}

const model = ['model'];

/**
 * The import table, in the order of the path of data: nothing on a later line is imported by an earlier one. A
 * package's own package.json may list less than its line, never more.
 */
export const layers: readonly Layer[] = [
  library('model', [], 'the shared vocabulary; types and tiny constructors only'),
  library('download', [], 'files over HTTP; it knows nothing of what is in them'),
  library('image', ['model', 'download'], 'bytes in, structure out'),
  library('capture', model, 'bytes in, structure out'),
  library('sources', ['model', 'capture'], 'a source is an event stream and the fields that read it'),
  library('investigate', ['model', 'capture', 'sources'], 'what a person asks of events; it knows no page'),
  library('inventory', model, 'the AWS client is passed in, so tests replay recorded answers'),
  library('sbom', ['model', 'image'], 'catalogers see a file tree, never a registry'),
  library('rules', model, 'a detector sees events; it knows no source and no sink'),
  library('vuln', ['model', 'download'], 'a detector sees packages; it knows no image and no sink'),
  library('posture', model, 'a detector sees resources; it knows no AWS client and no sink'),
  library('tasks', model, 'judges states of tasks, whichever way they came'),
  library('findings', model, 'judges what was detected, wherever it came from'),
  library(
    'scan',
    ['model', 'image', 'sbom', 'vuln', 'findings'],
    'joins what image, SBOM and advisories say into one report; the CLI and the server scan the same way',
  ),
  library('compliance', model, 'judges results of checks, wherever they came from'),
  library('store', model, 'a sink knows events and findings, not detectors'),
  library('metrics', model, 'a sink knows samples, not where they are shown'),
  library('notify', model, 'a sink sees rows, not who made them; it knows no store'),
  library('api', model, 'the contract that server, console and CLI share'),
  app(
    'server',
    [
      ...['model', 'image', 'sources', 'inventory', 'sbom', 'rules', 'vuln', 'posture', 'tasks', 'scan'],
      ...['findings', 'compliance', 'store', 'metrics', 'notify', 'api'],
    ],
    'the main composition root',
  ),
  app(
    'cli',
    [
      ...[
        'model',
        'download',
        'capture',
        'image',
        'sources',
        'investigate',
        'inventory',
        'sbom',
        'rules',
        'vuln',
        'posture',
        'findings',
        'scan',
        'compliance',
      ],
      ...['metrics', 'api', 'server'],
    ],
    'works offline, without a server; uses the server only to start it',
  ),
  app(
    'web',
    ['model', 'capture', 'sources', 'investigate', 'rules', 'api'],
    'talks HTTP only; a capture that a person opens is read in the browser',
  ),
];

function library(name: string, mayImport: readonly string[], because: string): Layer {
  return { name, folder: `packages/${name}`, mayImport, because };
}

function app(name: string, mayImport: readonly string[], because: string): Layer {
  return { name, folder: `apps/${name}`, mayImport, because };
}
