import axe from 'axe-core';

/** What axe finds wrong in `host`, one line each. Colours are judged in a real browser, which knows layout. */
export async function accessibilityProblems(host: Element): Promise<readonly string[]> {
  const results = await axe.run(host, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}
