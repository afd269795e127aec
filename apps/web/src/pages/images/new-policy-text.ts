/** What a new policy begins with: whole, so that it can be tried at once. */
export const newPolicyText = `name: my-policy
description: What images of this workflow must meet.
applies:
  repositories: ['*']
gates:
  - name: exploited
    type: vulnerabilities
    knownExploited: true
  - name: critical-with-fix
    type: vulnerabilities
    severityAtLeast: critical
    fixableOnly: true
    graceDays: 7
`;
