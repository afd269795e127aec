import type { MessageKey } from './en.ts';
import type { Message } from './message.ts';
import { complianceJa } from './messages/compliance.ja.ts';
import { eventsJa } from './messages/events.ja.ts';
import { firstStepsJa } from './messages/first-steps.ja.ts';
import { imagePoliciesJa } from './messages/image-policies.ja.ts';
import { imagesJa } from './messages/images.ja.ts';
import { inventoryJa } from './messages/inventory.ja.ts';
import { investigateJa } from './messages/investigate.ja.ts';
import { notificationsJa } from './messages/notifications.ja.ts';
import { pagesJa } from './messages/pages.ja.ts';
import { policiesJa } from './messages/policies.ja.ts';
import { postureJa } from './messages/posture.ja.ts';
import { rulesJa } from './messages/rules.ja.ts';
import { settingsJa } from './messages/settings.ja.ts';
import { shellJa } from './messages/shell.ja.ts';
import { tasksJa } from './messages/tasks.ja.ts';

/** Every text of the console in Japanese. */
export const ja: Readonly<Record<MessageKey, Message>> = {
  ...shellJa,
  ...pagesJa,
  ...firstStepsJa,
  ...settingsJa,
  ...notificationsJa,
  ...eventsJa,
  ...imagesJa,
  ...imagePoliciesJa,
  ...postureJa,
  ...inventoryJa,
  ...complianceJa,
  ...tasksJa,
  ...investigateJa,
  ...policiesJa,
  ...rulesJa,
};
