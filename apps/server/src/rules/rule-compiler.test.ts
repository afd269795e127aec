import { afterEach, describe, expect, it } from 'vitest';
import { RuleCompiler } from './rule-compiler.ts';

const compilers: RuleCompiler[] = [];
afterEach(async () => {
  for (const compiler of compilers.splice(0)) await compiler.stop();
});

function compilerWith(limitMs: number, heapMegabytes = 512): RuleCompiler {
  const compiler = new RuleCompiler({ limitMs, heapMegabytes });
  compilers.push(compiler);
  return compiler;
}

function fileOf(condition: string): { id: string; text: string; isEnabled: boolean } {
  const text = `- rule: Drafted\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n`;
  return { id: 'draft', text, isEnabled: true };
}

/** A rule over a list of about so many megabytes. */
function largeFile(megabytes: number): { id: string; text: string; isEnabled: boolean } {
  const items = Array.from({ length: megabytes * 40_000 }, (_, index) => `    - host-${index}.example.com`);
  return { id: 'large', text: `- list: hosts\n  items:\n${items.join('\n')}\n`, isEnabled: true };
}

const small = fileOf('ct.user = bob');

describe('the compiler of rules', () => {
  it('tells what files come to, and goes on meanwhile', async () => {
    const compiler = compilerWith(60_000);
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 10);
    const judged = await compiler.run('load', [largeFile(2), small]);
    clearInterval(ticking);
    expect(judged.errors).toEqual([]);
    expect(judged.ruleset?.rules).toMatchObject([
      { name: 'Drafted', source: 'aws_cloudtrail', sources: ['aws_cloudtrail'], isOrdered: false },
    ]);
    expect(ticks, 'timers of this thread that ran while the other compiled').toBeGreaterThan(10);
  });

  it('tells errors with their places', async () => {
    const { ruleset, errors, failedId } = await compilerWith(60_000).run('load', [fileOf('ct.nmae = x')]);
    expect(ruleset).toBeUndefined();
    expect(failedId).toBe('draft');
    expect(errors).toMatchObject([{ code: 'LOAD_ERR_COMPILE_CONDITION', location: { line: 3 } }]);
  });

  it('gives up what takes too long, and goes on in a new thread', async () => {
    const compiler = compilerWith(3000);
    const file = largeFile(4);
    const slow = compiler.run(
      'load',
      Array.from({ length: 40 }, (_, index) => ({ ...file, id: String(index) })),
    );
    const next = compiler.run('load', [small]);
    await expect(slow).rejects.toMatchObject({ status: 400, code: 'rules-too-slow' });
    expect((await next).ruleset?.rules).toHaveLength(1);
  });

  it('gives up what takes too much memory', async () => {
    const large = compilerWith(60_000, 40).run('load', [largeFile(12)]);
    await expect(large).rejects.toMatchObject({ status: 400, code: 'rules-too-large' });
  });

  it('answers only the newest question of its kind that one owner asked', async () => {
    const compiler = compilerWith(60_000);
    const texts = ['ct.user = a', 'ct.user = b', 'ct.user = c'];
    const asked = texts.map((text) => compiler.run('load', [fileOf(text)], 'alice'));
    const ofOther = compiler.run('load', [small], 'bob');
    const ofOtherKind = compiler.run('items', [small.text], 'alice');
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await expect(asked[0]).rejects.toMatchObject({ status: 409, code: 'superseded' });
    expect((await ofOther).errors).toEqual([]);
    expect(await ofOtherKind).toMatchObject([[{ kind: 'rule', name: 'Drafted', line: 1 }]]);
  });

  it('ends with what it was asked', async () => {
    const compiler = compilerWith(60_000);
    const asked = [compiler.run('load', [largeFile(4)]), compiler.run('load', [small])];
    const outcomes = Promise.allSettled(asked);
    await compiler.stop();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(compiler.run('load', [small])).rejects.toMatchObject({ status: 503 });
  });
});
