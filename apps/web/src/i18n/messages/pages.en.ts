import type { Message } from '../message.ts';

/** Texts of Home. */
export const pagesEn = {
  'home.todo': 'What to do first',
  'home.nothing': 'Nothing needs you right now',
  'home.nothingText': 'No open finding, detection or dead task in this scope asks for attention.',
  'home.counts': 'In this scope',
  'home.count.images': { one: 'image', other: 'images' },
  'home.count.accounts': { one: 'account', other: 'accounts' },
  'home.count.resources': { one: 'resource', other: 'resources' },
  'home.count.events': { one: 'event', other: 'events' },
  'home.count.detections': { one: 'detection', other: 'detections' },
  'home.count.openFindings': { one: 'open finding', other: 'open findings' },
  'home.count.stoppedTasks': { one: 'stopped task', other: 'stopped tasks' },
  'home.detections': 'Detections of the last 24 hours',
  'home.failed': 'What to do first could not be loaded',

  'home.item.exploitedImage': '{subject} has exploited vulnerabilities',
  'home.item.criticalImage': '{subject} fails its policies',
  'home.item.detections': 'Rule “{subject}” fired',
  'home.item.failingCheck': 'Check fails: {subject}',
  'home.item.deadTasks': { one: 'A task of {subject} died', other: 'Tasks of {subject} keep dying' },
  'home.item.partialInventory': 'The inventory of {subject} is incomplete',
  'home.reason.exploitedImage': {
    one: '{count} known exploited vulnerability',
    other: '{count} known exploited vulnerabilities',
  },
  'home.reason.criticalImage': {
    one: '{count} critical vulnerability',
    other: '{count} critical vulnerabilities',
  },
  'home.reason.detections': { one: '{count} detection', other: '{count} detections' },
  'home.reason.failingCheck': { one: '{count} resource fails', other: '{count} resources fail' },
  'home.reason.deadTasks': { one: '{count} unexpected stop', other: '{count} unexpected stops' },
  'home.reason.partialInventory': {
    one: '{count} part could not be read',
    other: '{count} parts could not be read',
  },
} satisfies Readonly<Record<string, Message>>;
