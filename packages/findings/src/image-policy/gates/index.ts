import type { GateKind } from '../gate-kind.ts';
import type { Gate, GateType } from '../image-policy.ts';
import { advisories } from './advisories.ts';
import { age } from './age.ts';
import { baseImage } from './base-image.ts';
import { checks } from './checks.ts';
import { completeness } from './completeness.ts';
import { distribution } from './distribution.ts';
import { files } from './files.ts';
import { images } from './images.ts';
import { labels } from './labels.ts';
import { licenses } from './licenses.ts';
import { packages } from './packages.ts';
import { size } from './size.ts';
import { thirdParty } from './third-party.ts';
import { vulnerabilities } from './vulnerabilities.ts';

/** Every kind of gate, in the order in which people are told of them. */
export const gateKinds: { readonly [Type in GateType]: GateKind<Extract<Gate, { type: Type }>> } = {
  vulnerabilities,
  checks,
  files,
  packages,
  licenses,
  'third-party': thirdParty,
  images,
  'base-image': baseImage,
  labels,
  age,
  size,
  distribution,
  advisories,
  completeness,
};

export const gateTypes: readonly GateType[] = Object.keys(gateKinds) as GateType[];

/** The kind of a gate, which reads and judges gates of its type only. */
export function kindOf<G extends Gate>(gate: G): GateKind<G> {
  return gateKinds[gate.type] as unknown as GateKind<G>;
}
