import { useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';

/** In the order of the page. */
export const firstSteps = ['account', 'token', 'events', 'tasks', 'image', 'metrics'] as const;

export type FirstStep = (typeof firstSteps)[number];

export interface Progress {
  readonly done: ReadonlySet<FirstStep>;
  readonly total: number;
  /** The first step that is open. */
  readonly first: FirstStep | undefined;
}

const pollMs = 4000;

/** Which steps have brought their data; looked at again every few seconds. Undefined until it is known. */
export function useProgress(): Progress | undefined {
  const isAdministrator = usePermission('administer');
  const status = useRead('getStatus', {}, { refetchMs: pollMs }).data;
  const tasks = useRead('listTasks', { query: { status: 'all', limit: 1 } }, { refetchMs: pollMs }).data;
  const sources = useRead(
    'getTopValues',
    { query: { field: 'source', kinds: ['event'] } },
    { refetchMs: pollMs },
  ).data;
  const read = useRead('listTokens', {}, { refetchMs: pollMs, isEnabled: isAdministrator }).data;
  if (!status || !tasks || !sources || (isAdministrator && !read)) return undefined;
  const tokens = read?.tokens ?? [];
  const isDone: Readonly<Record<FirstStep, boolean>> = {
    account: status.counts.accounts > 0,
    token: tokens.length > 0,
    events: sources.values.some((one) => one.value === 'aws_cloudtrail'),
    tasks: tasks.total > 0,
    image: status.counts.images > 0,
    metrics: tokens.some((token) => token.name === 'metrics-sidecar' && token.lastUsedAt !== undefined),
  };
  const steps = isAdministrator ? firstSteps : firstSteps.filter((step) => !isOfTokens(step));
  return {
    done: new Set(steps.filter((step) => isDone[step])),
    total: steps.length,
    first: steps.find((step) => !isDone[step]),
  };
}

/** Only who administers can see tokens, and so whether these steps are done. */
function isOfTokens(step: FirstStep): boolean {
  return step === 'token' || step === 'metrics';
}
