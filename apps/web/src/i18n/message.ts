/** A text with `{name}` places, or its plural forms chosen by the argument `count`. */
export type Message = string | Plural;

interface Plural {
  readonly one?: string;
  readonly other: string;
}

export type MessageArguments = Readonly<Record<string, string | number>>;

/** Fills a message's places; numbers and plural forms follow `locale`. An unknown place stays as written. */
export function formatMessage(message: Message, locale: string, values: MessageArguments = {}): string {
  const text = typeof message === 'string' ? message : pluralForm(message, locale, values.count);
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? numberFormat(locale).format(value) : value;
  });
}

function pluralForm(message: Plural, locale: string, count: string | number | undefined): string {
  if (typeof count !== 'number' || message.one === undefined) return message.other;
  return new Intl.PluralRules(locale).select(count) === 'one' ? message.one : message.other;
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string): Intl.NumberFormat {
  const known = formats.get(locale);
  if (known) return known;
  const made = new Intl.NumberFormat(locale);
  formats.set(locale, made);
  return made;
}
