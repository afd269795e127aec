/** Ascending whole numbers, equal ones allowed, as text: distances as base-128 numbers, in base64. */
export function encodeNumbers(ascending: readonly number[]): string {
  const bytes: number[] = [];
  let last = 0;
  for (const number of ascending) {
    let distance = number - last;
    if (distance < 0) throw new RangeError('numbers are expected in ascending order');
    last = number;
    while (distance >= 128) {
      bytes.push((distance % 128) + 128);
      distance = Math.floor(distance / 128);
    }
    bytes.push(distance);
  }
  return Buffer.from(bytes).toString('base64');
}

export function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let last = 0;
  let distance = 0;
  let factor = 1;
  for (const byte of Buffer.from(text, 'base64')) {
    distance += (byte % 128) * factor;
    factor *= 128;
    if (byte >= 128) continue;
    last += distance;
    numbers.push(last);
    distance = 0;
    factor = 1;
  }
  return numbers;
}
