import type { ConfigCheck } from '../config-check.ts';

/** Variables that switch a protection off, with the values that do. */
const unsafe: readonly (readonly [form: RegExp, what: string])[] = [
  [/^NODE_TLS_REJECT_UNAUTHORIZED=0$/, 'Node.js does not check certificates'],
  [/^PYTHONHTTPSVERIFY=0$/, 'Python does not check certificates'],
  [/^GIT_SSL_NO_VERIFY=(?:1|true)$/i, 'git does not check certificates'],
  [/^(?:NPM_CONFIG_STRICT_SSL|npm_config_strict_ssl)=false$/, 'npm does not check certificates'],
  [
    /^LD_PRELOAD=[^\n]*\/(?:tmp|dev\/shm|var\/tmp)\//,
    'a library of a folder that everybody may write to is loaded into every program',
  ],
  [
    /^NODE_OPTIONS=[^\n]*--inspect(?:-brk)?=(?:0\.0\.0\.0|\[?::)/,
    'the debugger of Node.js listens to everybody',
  ],
  [/^JAVA_TOOL_OPTIONS=[^\n]*address=(?:\*|0\.0\.0\.0):/, 'the debugger of Java listens to everybody'],
];

export const unsafeEnv: ConfigCheck = {
  id: 'image-unsafe-env',
  check({ config }) {
    const faults = config.env.flatMap((variable) => [
      ...unsafe.flatMap(([form, what]) => (form.test(variable) ? [{ name: nameOf(variable), what }] : [])),
      ...(hasOpenPath(variable)
        ? [{ name: 'PATH', what: 'programs are looked for where everybody may write, or wherever one is' }]
        : []),
    ]);
    return faults.map(({ name, what }) => ({
      checkId: 'image-unsafe-env',
      title: `The variable ${name} takes a protection away`,
      severity: 'medium',
      evidence: `with it, ${what}`,
      remediation: 'Remove it; add a missing certificate to the image instead.',
    }));
  },
};

function hasOpenPath(variable: string): boolean {
  if (!variable.startsWith('PATH=')) return false;
  return variable
    .slice('PATH='.length)
    .split(':')
    .some((folder) => folder === '' || folder === '.' || /^\/(?:var\/)?tmp(?:\/|$)|^\/dev\/shm/.test(folder));
}

function nameOf(variable: string): string {
  return variable.slice(0, variable.indexOf('='));
}
