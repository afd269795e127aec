import type { ImageDetail, ImageRow } from '@breakwater/api';
import { afterEach, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import {
  type AnswerRequest,
  type Answers,
  click,
  type Mounted,
  mountConsole,
  named,
  Refusal,
} from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';

const digest = `sha256:${'a1'.repeat(32)}`;
const row: ImageRow = {
  digest,
  reference: 'shop.tar',
  repository: 'shop',
  tag: '2.3.1',
  status: 'incomplete',
  origins: ['cli'],
  counts: { critical: 2, high: 0, medium: 1, low: 0, info: 0 },
  fixable: 2,
  knownExploited: 1,
  tags: ['2.3.1'],
  failedPolicies: ['default'],
  size: 0,
  fileFindings: 0,
  packages: 1,
  scannedAt: '2026-01-01T00:00:00Z',
  runningTasks: 0,
  isSample: false,
};
const detail: ImageDetail = {
  row,
  report: {
    digest,
    reference: 'shop.tar',
    scannedAt: '2026-01-01T00:00:00Z',
    config: {
      os: 'linux',
      architecture: 'arm64',
      env: [],
      exposedPorts: [],
      entrypoint: [],
      cmd: [],
      labels: {},
      hasHealthcheck: false,
      history: [],
    },
    layers: [],
    sbom: { packages: [] },
    matches: [],
    configFindings: [],
    verdicts: [],
    advisories: { hash: 'h', records: 10 },
    gaps: [{ what: 'opt/app.jar', reason: 'the archive is damaged' }],
  },
  licenseCategories: [],
  owner: { owners: ['@payments'], by: 'image-label', rule: 'label team' },
  verdicts: [
    { policy: 'default', status: 'failed', reasons: [{ gate: 'kev', message: 'It is being exploited' }] },
  ],
};
const page = (rows: readonly ImageRow[]) => ({
  rows,
  total: rows.length,
  totalInScope: rows.length,
  counters: { passed: 4, failed: 3, incomplete: rows.length, byOrigin: { cli: 1 } },
});

let mounted: Mounted;
let asked: URLSearchParams[] = [];

async function open(address: string, list: unknown, more: Answers = {}): Promise<void> {
  asked = [];
  mounted = await mountConsole(address, {
    ...signedIn(),
    'GET /api/v1/images': ({ url }: AnswerRequest) => {
      asked.push(url.searchParams);
      return list;
    },
    [`GET /api/v1/images/${encodeURIComponent(digest)}`]: detail,
    'GET /api/v1/tasks': { rows: [], total: 0, totalInScope: 0 },
    ...more,
  });
}

afterEach(() => mounted.unmount());

describe('the list', () => {
  it('has counters, a row per digest and no accessibility problem', async () => {
    await open('/images', page([row]));
    await mounted.until(() => expect(mounted.host.textContent).toContain('shop:2.3.1'));
    await mounted.until(() => expect(named('button', 'Scanned8')).toBeDefined());
    expect(named('button', 'Passed4')).toBeDefined();
    expect(mounted.host.textContent).toContain('1 of 1 shown');
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });

  it('asks for the status and the origins of the URL, whose chips can be taken away', async () => {
    await open('/images?view=failed&f=origin+in+(cli,+ci-cd)', page([row]));
    await mounted.until(() => expect(named('button', 'Remove filter CI/CD')).toBeDefined());
    const filters = asked.map((params) => params.get('filter') ?? '');
    expect(filters.some((text) => text.includes('"value":"failed"') && text.includes('ci-cd'))).toBe(true);
    await click(named('button', 'Remove filter CI/CD'));
    expect(mounted.address()).toBe('/images?f=origin+=+cli&view=failed');
  });

  it('opens an image on its own address, also from a link that says open', async () => {
    await open('/images', page([row]));
    await mounted.until(() => expect(document.querySelector('[data-row="0"]')).not.toBeNull());
    await click(document.querySelector('[data-row="0"]'));
    expect(mounted.address()).toBe(`/images/${digest}`);
    await mounted.go(`/images?open=${digest}`);
    await mounted.until(() => expect(mounted.address()).toBe(`/images/${digest}`));
  });

  it('says how to begin when there is none, and why when it failed', async () => {
    await open('/images', page([]));
    await mounted.until(() => expect(mounted.host.textContent).toContain('No image has been scanned yet'));
    await mounted.unmount();
    await open('/images', new Refusal(403, 'forbidden'));
    await mounted.until(() => expect(mounted.host.textContent).toContain('Your role does not allow this.'));
  });
});

describe('an image', () => {
  it('shows the verdict with its reason and what was not examined', async () => {
    await open(`/images/${digest}`, page([row]));
    await mounted.until(() => expect(mounted.host.textContent).toContain('It is being exploited'));
    expect(mounted.host.textContent).toContain('opt/app.jar');
    expect(mounted.host.textContent).toContain('@payments by its label team');
    await mounted.until(() =>
      expect(mounted.host.textContent).toContain('No running task uses this digest.'),
    );
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });

  it('says on every part that something was not examined', async () => {
    await open(`/images/${digest}?view=packages`, page([row]));
    await mounted.until(() =>
      expect(mounted.host.textContent).toContain('1 part of this image was not examined'),
    );
  });
});
