import { count, number, size as sizeField } from '../field.ts';
import type { GateKind, Violation } from '../gate-kind.ts';
import type { SizeGate } from '../image-policy.ts';

export const size: GateKind<SizeGate> = {
  type: 'size',
  about:
    'Finds an image that is too big. Sizes are bytes, or written with B, KB, MB, GB, KiB, MiB or GiB. Waste is what layers hold of files that later layers delete or replace.',
  nouns: ['limit of size exceeded', 'limits of size exceeded'],
  fields: {
    maxCompressed: sizeField('All layers as they are pulled.'),
    maxUncompressed: sizeField('All layers unpacked.'),
    maxLayers: count(10_000, 'Number of layers.'),
    maxWaste: sizeField('Waste.'),
    maxWastePercent: number(0, 100, 'Waste in percent of all layers unpacked.'),
  },
  judge: (gate, { report }) => {
    const { layers, waste } = report;
    const compressed = sum(layers.map((layer) => layer.size));
    const uncompressed = sum(layers.map((layer) => layer.uncompressedSize));
    const wasted = waste === undefined ? undefined : sum(waste.map(({ bytes }) => bytes));
    const percent = wasted === undefined || uncompressed === 0 ? undefined : (100 * wasted) / uncompressed;
    const leaner = 'leave out what it does not need at run time, in a build of several stages';
    const earlier = 'delete files in the step that makes them';
    const violations = [
      ...tooMuch('compressed', compressed, gate.maxCompressed, bytes, leaner),
      ...tooMuch('uncompressed', uncompressed, gate.maxUncompressed, bytes, leaner),
      ...tooMuch('layers', layers.length, gate.maxLayers, String, 'join steps of the build'),
      ...tooMuch('waste', wasted, gate.maxWaste, bytes, earlier),
      ...tooMuch('waste', percent, gate.maxWastePercent, (value) => `${value.toFixed(1)} %`, earlier),
    ];
    const asksWaste = gate.maxWaste !== undefined || gate.maxWastePercent !== undefined;
    return { violations, undecided: asksWaste && waste === undefined ? ['waste was not measured'] : [] };
  },
};

function tooMuch(
  what: string,
  value: number | undefined,
  limit: number | undefined,
  show: (value: number) => string,
  fix: string,
): Violation[] {
  if (value === undefined || limit === undefined || value <= limit) return [];
  return [{ subject: { kind: 'image' }, text: `${what}: ${show(value)} (at most ${show(limit)})`, fix }];
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}

function bytes(value: number): string {
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} KB` : `${(value / 1e6).toFixed(1)} MB`;
}
