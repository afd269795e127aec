import { spawnSync } from 'node:child_process';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it, type TestContext } from 'vitest';
import { bashCompletion } from './bash.ts';
import { flattenCommands } from './command-tree.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

/** A tree with everything that completion knows. */
function sampleTree(): Command {
  const scan = new Command('scan')
    .description("find what's wrong")
    .argument('<path>')
    .addOption(new Option('-f, --format <format>', 'output').choices(['table', 'json']))
    .option('--policy <file>', 'policy')
    .option('--strict', 'refuse more');
  const image = new Command('image').description('scan images').addCommand(scan);
  const shell = new Command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
  return new Command('breakwater').addCommand(image).addCommand(shell);
}

const nodes = flattenCommands(sampleTree());

/** Words typed so far, and what is offered for the last one. */
const offered: readonly (readonly [typed: readonly string[], expected: readonly string[]])[] = [
  [[''], ['completion', 'help', 'image']],
  [['im'], ['image']],
  [
    ['image', ''],
    ['help', 'scan'],
  ],
  [['image', 'scan', '--f'], ['--format']],
  [
    ['image', 'scan', '--format', ''],
    ['json', 'table'],
  ],
  [['image', 'scan', '--strict', '-f', 't'], ['table']],
  [
    ['completion', ''],
    ['bash', 'zsh'],
  ],
];

function run(context: TestContext, shell: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(shell, args, { encoding: 'utf8' });
  const isMissing = error !== undefined && 'code' in error && error.code === 'ENOENT';
  context.skip(isMissing && process.env.REQUIRE_ALL !== '1', `${shell} is missing: run "npm run test:setup"`);
  if (error !== undefined) throw error;
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

describe('flattenCommands', () => {
  it('gives each command once, parents first', () => {
    expect(nodes.map(({ path }) => path)).toEqual([
      'breakwater',
      'breakwater image',
      'breakwater image scan',
      'breakwater completion',
    ]);
  });
});

describe('bash', () => {
  it.for(offered)('offers for %j: %j', ([typed, expected], context) => {
    const words = ['breakwater', ...typed].map((word) => `'${word}'`).join(' ');
    const script = `${bashCompletion(nodes)}
COMP_WORDS=(${words}); COMP_CWORD=${typed.length}; _breakwater; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(lines(run(context, 'bash', ['--norc', '-c', script]))).toEqual(expected);
  });

  it('leaves the value of an option without choices to file names', (context) => {
    const script = `${bashCompletion(nodes)}
COMP_WORDS=(breakwater image scan --policy ''); COMP_CWORD=4; _breakwater; echo "\${#COMPREPLY[@]}"`;
    expect(run(context, 'bash', ['--norc', '-c', script]).trim()).toBe('0');
  });
});

describe('fish', () => {
  it.for(offered)('offers for %j: %j', ([typed, expected], context) => {
    const script = `${fishCompletion(nodes)}
complete -C '${['breakwater', ...typed].join(' ')}'`;
    const found = run(context, 'fish', ['--no-config', '-c', script]);
    expect(lines(found).map((line) => line.split('\t')[0])).toEqual(expected);
  });
});

describe('zsh', () => {
  it.for(offered)('offers for %j: %j', ([typed, expected], context) => {
    // Stands in for the completion system, which needs a terminal: prints what it is handed.
    const words = ['breakwater', ...typed].map((word) => `'${word}'`).join(' ');
    const current = typed.at(-1) ?? '';
    const script = `
compdef() { :; }
_files() { :; }
compadd() { shift; print -l -- "$@"; }
_describe() { local name; for name in "\${(@P)2}"; do print -- "\${name%%:*}"; done; }
${zshCompletion(nodes)}
words=(${words}); CURRENT=${typed.length + 1}; _breakwater`;
    const found = lines(run(context, 'zsh', ['-f', '-c', script])).filter((word) => word.startsWith(current));
    expect(found).toEqual(expected);
  });
});
