/** The words of the rule language, for colours and completion. What they mean and whether they fit, the compiler says. */
export const logicWords = ['and', 'or', 'not'] as const;

export const operatorWords = [
  'exists',
  'in',
  'intersects',
  'pmatch',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
] as const;

export const operatorSymbols = ['=', '!=', '<', '<=', '>', '>='] as const;

export const transformers = [
  'tolower',
  'toupper',
  'b64',
  'basename',
  'len',
  'join',
  'concat',
  'getopt',
  'val',
] as const;

/** The keys of each kind of item by the key that names it, most used first. */
export const itemKeys: Readonly<Record<string, readonly string[]>> = {
  rule: [
    'rule',
    'desc',
    'condition',
    'output',
    'priority',
    'source',
    'tags',
    'exceptions',
    'enabled',
    'threshold',
    'sequence',
    'capture',
    'capture_duration',
    'override',
    'append',
    'warn_evttypes',
    'skip-if-unknown-filter',
  ],
  macro: ['macro', 'condition', 'override', 'append'],
  list: ['list', 'items', 'override', 'append'],
  required_engine_version: ['required_engine_version'],
  required_plugin_versions: ['required_plugin_versions'],
};

/** The keys below these keys. */
export const innerKeys: Readonly<Record<string, readonly string[]>> = {
  exceptions: ['name', 'fields', 'comps', 'values'],
  required_plugin_versions: ['name', 'version', 'alternatives'],
  threshold: ['count', 'distinct', 'window', 'by'],
  sequence: ['steps', 'window', 'by'],
  steps: ['condition'],
  override: ['condition', 'output', 'desc', 'tags', 'exceptions', 'priority', 'enabled', 'items'],
};
