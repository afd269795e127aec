const blockBytes = 64;
const lengthBytes = 8;

/** The first 32 bits of the fractional parts of cube roots (64) and square roots (8) of the first primes. */
const { constants, start } = primeRoots();

interface Hash {
  readonly update: (text: string) => Hash;
  readonly digest: (encoding: 'hex') => string;
}

/** SHA-256 (FIPS 180-4) of texts, at once: the browser's own is asynchronous. */
export function createHash(algorithm: string): Hash {
  if (algorithm !== 'sha256') throw new Error(`${algorithm} is not known here`);
  let text = '';
  const hash: Hash = {
    update: (more) => {
      text += more;
      return hash;
    },
    digest: () => sha256(new TextEncoder().encode(text)),
  };
  return hash;
}

function sha256(message: Uint8Array): string {
  const blocks = Math.ceil((message.length + 1 + lengthBytes) / blockBytes);
  const padded = new Uint8Array(blocks * blockBytes);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - lengthBytes, BigInt(message.length) * 8n);
  const state = Uint32Array.from(start);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < blocks; block += 1) {
    for (let word = 0; word < 16; word += 1) {
      schedule[word] = view.getUint32(block * blockBytes + word * 4);
    }
    addBlock(state, schedule);
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function addBlock(state: Uint32Array, schedule: Uint32Array): void {
  const at = (index: number): number => schedule[index] as number;
  for (let word = 16; word < 64; word += 1) {
    const before = at(word - 15);
    const last = at(word - 2);
    const small0 = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3);
    const small1 = turn(last, 17) ^ turn(last, 19) ^ (last >>> 10);
    schedule[word] = (at(word - 16) + small0 + at(word - 7) + small1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let word = 0; word < 64; word += 1) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (constants[word] as number) + at(word)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) {
    state[index] = ((state[index] as number) + value) | 0;
  }
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function primeRoots(): { readonly constants: Uint32Array; readonly start: Uint32Array } {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  const fraction = (root: number): number => Math.floor((root % 1) * 2 ** 32);
  return {
    constants: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    start: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  };
}
