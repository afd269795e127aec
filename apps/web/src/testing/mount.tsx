import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '../api/query-client.ts';
import { I18nProvider } from '../i18n/i18n.tsx';
import { createConsoleRouter } from '../router.tsx';
import { formatSearchText, parseSearchText, validateSearch } from '../state/search.ts';
import { cssVariables, theme } from '../theme/theme.ts';

/** What the pretended server answers: by `METHOD path`, a body or a function of the request. */
export type Answers = Readonly<Record<string, unknown | ((request: AnswerRequest) => unknown)>>;

export interface AnswerRequest {
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
}

/** An answer that is not 200. */
export class Refusal {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    this.status = status;
    this.code = code;
  }
}

export interface Mounted {
  readonly host: HTMLElement;
  /** Path and search of the address. */
  readonly address: () => string;
  readonly go: (address: string) => Promise<void>;
  readonly back: () => Promise<void>;
  /** Waits until `check` no longer throws. */
  readonly until: (check: () => void) => Promise<void>;
  readonly unmount: () => Promise<void>;
}

/** One component at an address, with everything that it finds around it in the console. */
export function mountAt(address: string, element: ReactNode, answers: Answers = {}): Promise<Mounted> {
  const history = createMemoryHistory({ initialEntries: [address] });
  const root = createRootRoute({ validateSearch, component: () => element });
  const router = createRouter({
    routeTree: root,
    history,
    parseSearch: parseSearchText,
    stringifySearch: formatSearchText,
    search: { strict: true },
  });
  return mount(router, history, createQueryClient(), answers);
}

/** The whole console at an address. */
export function mountConsole(address: string, answers: Answers): Promise<Mounted> {
  const history = createMemoryHistory({ initialEntries: [address] });
  const client = createQueryClient();
  return mount(createConsoleRouter(client, history), history, client, answers);
}

async function mount(
  router: Parameters<typeof RouterProvider>[0]['router'],
  history: ReturnType<typeof createMemoryHistory>,
  client: ReturnType<typeof createQueryClient>,
  answers: Answers,
): Promise<Mounted> {
  globalThis.fetch = (input, init) => answer(answers, input, init);
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
        <QueryClientProvider client={client}>
          <I18nProvider>
            <RouterProvider router={router} />
          </I18nProvider>
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  return {
    host,
    address: () => history.location.href,
    go: (to) => act(async () => history.push(to)),
    back: () => act(async () => history.back()),
    until,
    unmount: () => act(async () => root.unmount()),
  };
}

async function until(check: () => void): Promise<void> {
  const deadline = Date.now() + 3000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  }
}

/** Presses a key where the focus is. */
export async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  await act(async () => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
  });
}

export async function click(target: Element | null | undefined, init: MouseEventInit = {}): Promise<void> {
  if (!target) throw new Error('there is nothing to click');
  await act(async () => {
    target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...init }));
  });
}

export async function type(target: Element | null | undefined, text: string): Promise<void> {
  if (!(target instanceof HTMLInputElement)) throw new Error('there is no field to type into');
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(target, text);
    target.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** The first element with this accessible name or text. */
export function named(selector: string, name: string): Element | undefined {
  return [...document.querySelectorAll(selector)].find(
    (element) => element.getAttribute('aria-label') === name || element.textContent?.trim() === name,
  );
}

async function answer(answers: Answers, input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const url = new URL(String(input), 'http://console.test');
  const found = answers[`${init.method ?? 'GET'} ${url.pathname}`];
  const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
  const value =
    typeof found === 'function' ? found({ url, headers: new Headers(init.headers), body }) : found;
  if (value === undefined) return json(404, { error: { code: 'not-found', message: `no ${url.pathname}` } });
  if (value instanceof Refusal)
    return json(value.status, { error: { code: value.code, message: value.code } });
  return json(200, value);
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
