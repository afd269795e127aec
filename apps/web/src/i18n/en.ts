import { eventsEn } from './messages/events.en.ts';
import { pagesEn } from './messages/pages.en.ts';
import { shellEn } from './messages/shell.en.ts';

/** Every text of the console in English; its keys are the catalogue. An area of pages adds its file here. */
export const en = { ...shellEn, ...pagesEn, ...eventsEn };

export type Catalogue = typeof en;

export type MessageKey = keyof Catalogue;
