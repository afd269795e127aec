import type { MessageKey } from './en.ts';
import type { Message } from './message.ts';
import { eventsJa } from './messages/events.ja.ts';
import { pagesJa } from './messages/pages.ja.ts';
import { shellJa } from './messages/shell.ja.ts';

/** Every text of the console in Japanese. */
export const ja: Readonly<Record<MessageKey, Message>> = { ...shellJa, ...pagesJa, ...eventsJa };
