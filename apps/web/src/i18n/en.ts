import { complianceEn } from './messages/compliance.en.ts';
import { eventsEn } from './messages/events.en.ts';
import { firstStepsEn } from './messages/first-steps.en.ts';
import { imagePoliciesEn } from './messages/image-policies.en.ts';
import { imagesEn } from './messages/images.en.ts';
import { inventoryEn } from './messages/inventory.en.ts';
import { investigateEn } from './messages/investigate.en.ts';
import { notificationsEn } from './messages/notifications.en.ts';
import { pagesEn } from './messages/pages.en.ts';
import { policiesEn } from './messages/policies.en.ts';
import { postureEn } from './messages/posture.en.ts';
import { rulesEn } from './messages/rules.en.ts';
import { settingsEn } from './messages/settings.en.ts';
import { shellEn } from './messages/shell.en.ts';
import { tasksEn } from './messages/tasks.en.ts';

/** Every text of the console in English; its keys are the catalogue. An area of pages adds its file here. */
export const en = {
  ...shellEn,
  ...pagesEn,
  ...firstStepsEn,
  ...settingsEn,
  ...notificationsEn,
  ...eventsEn,
  ...imagesEn,
  ...imagePoliciesEn,
  ...postureEn,
  ...inventoryEn,
  ...complianceEn,
  ...tasksEn,
  ...investigateEn,
  ...policiesEn,
  ...rulesEn,
};

export type Catalogue = typeof en;

export type MessageKey = keyof Catalogue;
