import { expect, it } from 'vitest';
import { instructionText } from './layer-text.ts';

it.each([
  ['/bin/sh -c #(nop) ADD file:rootfs in / ', 'ADD file:rootfs in /'],
  ['COPY . /srv/shop # buildkit', 'COPY . /srv/shop'],
  ['RUN /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  [undefined, ''],
])('%s is %s', (createdBy, text) => expect(instructionText(createdBy)).toBe(text));
