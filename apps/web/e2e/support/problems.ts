import type { Page } from 'playwright-core';

/** What went wrong on a page, seen from outside. */
export interface Problems {
  /** The problems since the last call. */
  readonly take: () => readonly string[];
  readonly allow: (problem: RegExp) => void;
}

/** The one refusal that belongs to every start: the question who is logged in, asked by nobody. */
const ordinary = [/status of 401 .*\/api\/v1\/session$/];

/** Collects errors on the console (Chromium reports violations of the policy there), uncaught errors and requests elsewhere. */
export function watchProblems(page: Page, origin: string): Problems {
  const problems: string[] = [];
  const allowed = [...ordinary];
  const add = (problem: string): void => {
    if (!allowed.some((pattern) => pattern.test(problem))) problems.push(problem);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') add(`console: ${message.text()} at ${message.location().url}`);
  });
  page.on('pageerror', (error) => add(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/.test(url) && new URL(url).origin !== origin) add(`request to ${url}`);
  });
  return {
    take: () => problems.splice(0),
    allow: (problem) => {
      allowed.push(problem);
    },
  };
}
