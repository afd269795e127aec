import type { Message } from '../message.ts';

/** Texts of the compliance screen. */
export const complianceEn = {
  'compliance.intro':
    'Scores count what was assessed; what was not is shown as such and never counts as passed.',
  'compliance.failed': 'The frameworks could not be loaded',
  'compliance.nothing': 'Nothing has been assessed yet',
  'compliance.nothingText':
    'Connect an account: after its first inventory the checks run and the frameworks are scored.',
  'compliance.toInventory': 'Accounts and inventory',
  'compliance.status.failed': 'Failed',
  'compliance.status.error': 'Not readable',
  'compliance.status.passed': 'Passed',
  'compliance.status.not-assessed': 'Not assessed',
  'compliance.statusLabel': 'Status',
  'compliance.all': 'All',
  'compliance.trend': {
    one: 'Score on {count} day: {to}',
    other: 'Score over {count} days: from {from} to {to}',
  },
  'compliance.evidenceOnly': 'Evidence only',
  'compliance.evidenceShare': 'for {share} of its controls; a machine cannot judge this standard',
  'compliance.notAssessedYet': 'Not assessed',
  'compliance.ofAssessed': '{judged} of {all} controls assessed',
  'compliance.scoreRule':
    'The score is the share of passed among the assessed controls. Hatched: not assessed.',
  'compliance.evidenceRule':
    'Passed and failed checks are evidence for an auditor, not a verdict on the standard. Hatched: no evidence.',
  'compliance.search': 'Search controls',
  'compliance.failedOf': '{failed} of {all} resources fail',
  'compliance.allPass': { one: '{count} resource passes', other: '{count} resources pass' },
  'compliance.requirement': 'Requirement',
  'compliance.resources': 'Resources',
  'compliance.resourcesText': '{passed} passed, {failed} failed',
  'compliance.checks': 'Checks',
  'compliance.notThere': 'not available yet',
  'compliance.whyManual': 'No check can judge this control: it needs a person.',
  'compliance.whyMissing': 'The checks for this control are not available yet.',
  'compliance.whyNoResource': 'No resource in this scope is one that this control is about.',
  'compliance.whyError': 'Data for this control could not be read, so it is neither passed nor failed.',
  'compliance.resultsFailed': 'The resources could not be loaded',
  'compliance.more': { one: 'Show {count} more', other: 'Show {count} more' },
} satisfies Readonly<Record<string, Message>>;
