import type { TaskDetail } from '@breakwater/api';
import { afterEach, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import {
  type AnswerRequest,
  type Answers,
  click,
  type Mounted,
  mountConsole,
  named,
} from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';

const arn = 'arn:aws:ecs:eu-west-1:123456789012:task/shop/abc';
const task: TaskDetail = {
  arn,
  place: {
    provider: 'aws',
    account: '123456789012',
    region: 'eu-west-1',
    cluster: 'shop',
    service: 'web',
    task: 'abc',
  },
  taskDefinition: 'web:7',
  lastStatus: 'STOPPED',
  startedAt: '2026-01-01T00:00:30Z',
  stoppedAt: '2026-01-01T00:47:42Z',
  stopCode: 'EssentialContainerExited',
  exitCode: 137,
  summary: 'A container used more memory than it was given and was killed.',
  isExpected: false,
  isSample: false,
  containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode: 137, reason: 'OutOfMemoryError' }],
  diagnosis: {
    summary: 'A container used more memory than it was given and was killed.',
    reasons: ['Container web: OutOfMemoryError'],
    nextSteps: ['Raise the memory of the task.'],
    isExpected: false,
  },
  lifeLine: [
    { at: '2026-01-01T00:00:00Z', phase: 'created' },
    { at: '2026-01-01T00:00:30Z', phase: 'started', sincePreviousMs: 30_000 },
    { at: '2026-01-01T00:47:42Z', phase: 'stopped', sincePreviousMs: 2_832_000 },
  ],
  metrics: [],
  limits: { cpu: 0.25, memory: 536_870_912 },
};

let mounted: Mounted;
let asked: URLSearchParams[] = [];
const answers = (rows: readonly TaskDetail[]): Answers => ({
  ...signedIn(),
  'GET /api/v1/tasks': ({ url }: AnswerRequest) => {
    asked.push(url.searchParams);
    return { rows, total: rows.length, totalInScope: rows.length };
  },
  [`GET /api/v1/tasks/${encodeURIComponent(arn)}`]: task,
});

afterEach(() => mounted.unmount());

it('says why a task stopped, how long it lived and where its events are', async () => {
  asked = [];
  mounted = await mountConsole('/tasks', answers([task]));
  await mounted.until(() => expect(document.querySelector('[data-row="0"]')).not.toBeNull());
  expect(mounted.host.textContent).toContain('47 min 12 sec');
  expect(asked.every((params) => params.has('from') && params.has('to'))).toBe(true);
  await click(document.querySelector('[data-row="0"]'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('Raise the memory of the task.'));
  expect(mounted.host.textContent).toContain('Whole life');
  expect(mounted.host.textContent).toContain('No metrics of this task were sent.');
  expect(named('a', 'Raw events of this task')?.getAttribute('href')).toContain('/events?');
  expect(await accessibilityProblems(mounted.host)).toEqual([]);
});

it('does not bound running tasks by time', async () => {
  asked = [];
  mounted = await mountConsole('/tasks?view=running', answers([]));
  await mounted.until(() => expect(mounted.host.textContent).toContain('No tasks known'));
  expect(asked.map((params) => [params.get('status'), params.has('from')])).toContainEqual([
    'running',
    false,
  ]);
});

it('offers a longer time when none stopped', async () => {
  mounted = await mountConsole('/tasks', answers([]));
  await mounted.until(() => expect(named('button', 'Look at the last 2 weeks')).toBeDefined());
  await click(named('button', 'Look at the last 2 weeks'));
  expect(mounted.address()).toBe('/tasks?t=2w');
});
