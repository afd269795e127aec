import type { Message } from '../message.ts';

/** Texts of the first steps. */
export const firstStepsEn = {
  'first.title': 'First steps',
  'first.intro':
    'Breakwater works on what you send or connect. Begin with any of these; each ticks itself when its first data is here.',
  'first.progress': '{done} of {total} done',
  'first.done': 'Done',
  'first.open': 'Not yet',
  'first.see': 'Open {page}',
  'first.token': 'Create a token',
  'first.tokenText': 'The commands below prove with it who they are. It may send data and read nothing.',
  'first.tokenCreate': 'Create token',
  'first.tokenAgain': 'Create another token',
  'first.tokenThere': 'There is a token already; its secret cannot be shown again.',
  'first.tokenOnce':
    'Copy it now: it is not shown again. It is valid for {count} days. Run this in the shell you will use below.',
  'first.events': 'Send CloudTrail records',
  'first.eventsText':
    'Files of a trail work as they are, gzipped too; the name of the file is yours to put in. Rules judge the records as they come.',
  'first.tasks': 'Send task events',
  'first.tasksText':
    'Why did a task stop? An EventBridge rule with this pattern and an API destination answer it; a file of events does too.',
  'first.pattern': 'Event pattern of the rule',
  'first.destination': 'API destination',
  'first.image': 'Scan an image',
  'first.imageText':
    'On a laptop or in CI: only the result is sent, the image stays where it is. Advisories are OSV, KEV and EPSS files; without them packages are listed, and vulnerabilities stay unexamined.',
  'first.metrics': 'Watch a task from inside',
  'first.metricsText':
    'A sidecar sends CPU, memory and disk of its task every 30 seconds, for the last minutes before a stop. Add this container to the task definition.',
  'first.container': 'Container of the task definition',
  'first.account': 'Connect an AWS account',
  'first.accountText':
    'Breakwater reads the inventory of all enabled regions and runs the checks. It needs read access only.',
  'first.commands': 'Commands',
  'first.loopback':
    '{origin} is reached from this machine only. Put the address that AWS reaches in place of {place}.',
  'first.waiting': 'Waiting for the first data',
  'first.needsAdministrator': 'Ask an administrator: this needs the right to administer.',
} satisfies Readonly<Record<string, Message>>;
