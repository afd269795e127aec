import type { Event, FieldValue } from '@breakwater/model';
import { createEngine, type Engine, type EngineOptions, type Fired } from '../../engine.ts';
import { loadRules } from '../../load.ts';
import type { RuleSource } from '../../options.ts';
import type { Ruleset } from '../../ruleset.ts';

/** A source whose fields are read from a record by name. */
function recordSource(name: string, fields: readonly string[]): RuleSource {
  return {
    name,
    fields: fields.map((field) => ({
      name: field,
      type: 'string',
      description: field,
      extract: (event: Event) => (event.record as Readonly<Record<string, FieldValue>>)[field],
    })),
  };
}

export const sources: readonly RuleSource[] = [
  recordSource('door', ['door.event', 'door.name', 'door.user', 'door.color']),
  recordSource('lamp', ['lamp.event', 'lamp.user']),
];

/** A rule of the source `door`; `more` are further lines of the item. */
export function ruleText(condition: string, more: string, name = 'R'): string {
  return `- rule: ${name}
  desc: d
  source: door
  priority: NOTICE
  output: door %door.name by %door.user
  condition: ${condition}
${more}`;
}

export function load(text: string): Ruleset {
  const { ruleset, errors } = loadRules([{ name: 'rules.yaml', text }], { sources });
  if (ruleset === undefined) throw new Error(errors[0]?.message);
  return ruleset;
}

export function engineOf(text: string, options: EngineOptions = {}): Engine {
  return createEngine(load(text), { ruleMatching: 'all', ...options });
}

let lastId = 0;

/** `seconds` is the time of the event; without an id each event is one of its own. */
export function eventAt(seconds: number, record: Record<string, unknown>, more: Partial<Event> = {}): Event {
  lastId += 1;
  const time = BigInt(Math.round(seconds * 1e9));
  return { source: 'door', type: 'pluginevent', id: `e${lastId}`, time, record, ...more };
}

/** Evaluates events in the order given; one list of what fired for each. */
export function run(engine: Engine, events: readonly Event[]): readonly (readonly Fired[])[] {
  return events.map((event) => engine.evaluate(event));
}
