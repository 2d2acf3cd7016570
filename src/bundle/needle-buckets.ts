/** Neighbouring bytes of a needle that are looked for; the rest of it is compared where they stand. */
export const FINGERPRINT = 4;
/** Sets of needles that can be told apart at once. */
export const BUCKETS = 8;

/** A needle and where its fingerprint begins in it. */
export interface Placed {
  readonly text: Uint8Array;
  readonly before: number;
}

/** Needles that are looked for as one: by the halves of each byte of their fingerprints, as sets of bits. */
export interface Bucket {
  readonly needles: readonly Placed[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** How often something looks like one of them, roughly. */
  readonly cost: number;
}

/** How often letters stand in logs, in thousandths, roughly. */
const LETTERS = new Map(
  'e50 t45 r35 a30 i30 o30 n28 s28 l20 m18 c18 d15 p14 u13 g11 h11 f8 b7 v6 y5 w5 k4 x4 z1 j1 q1'
    .split(' ')
    .map((word) => [word.slice(0, 1), Number(word.slice(1)) / 1000]),
);

/** How often bytes stand in logs, roughly. */
const OFTEN = Float64Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  if (letter === ' ') return 0.08;
  if (/[a-z]/.test(letter)) return LETTERS.get(letter) ?? 0;
  if (/[0-9]/.test(letter)) return 0.03;
  if (/[":]/.test(letter)) return 0.04;
  if (/[-./=,]/.test(letter)) return 0.015;
  if (/[A-Z_]/.test(letter)) return 0.004;
  return byte < 128 ? 0.002 : 0.0005;
});

/** Words that logs are full of: four bytes out of them are found again and again, and all that looks like them is compared in full. */
const COMMON =
  'level message msg request served server service status path time error info warning warn debug retrying attempt object controller reconciled user client connection handler response method duration runtime handshake from after items usage name';
/** What that costs, against something that only looks like a needle. */
const COMMON_COST = 0.01;

/** Rounds in which each needle may move: later ones find next to nothing. */
const ROUNDS = 4;

/**
 * Deals needles into eight buckets so that few other bytes look like one of them: each goes to the bucket, by those four of its neighbouring bytes,
 * where the fewest more do, and may move once the others have their places. Every needle must have four bytes.
 */
export function dealNeedles(needles: readonly Uint8Array[]): readonly Bucket[] {
  const prints = needles.map((text) => Array.from({ length: text.length - FINGERPRINT + 1 }, (_, before) => printOf(text, before)));
  const homes = new Int32Array(needles.length).fill(-1);
  const places = new Int32Array(needles.length);
  const masks = Array.from({ length: BUCKETS }, () => new Int32Array(2 * FINGERPRINT));
  const costs = new Float64Array(BUCKETS);
  const gather = (home: number): void => {
    const mask = masks[home] as Int32Array;
    mask.fill(0);
    for (let i = 0; i < needles.length; i += 1) if (homes[i] === home) add(mask, prints[i]?.[places[i] as number]);
    costs[home] = costOf(mask, mask);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < needles.length; i += 1) {
      const from = homes[i] as number;
      const before = places[i] as number;
      homes[i] = -1;
      if (from >= 0) gather(from);
      let least = Number.POSITIVE_INFINITY;
      for (const [place, print] of (prints[i] ?? []).entries()) {
        const four = String.fromCharCode(...(needles[i]?.subarray(place, place + FINGERPRINT) ?? []));
        const extra = COMMON.includes(four) ? COMMON_COST : 0;
        for (let home = 0; home < BUCKETS; home += 1) {
          const more = costOf(masks[home] as Int32Array, print) - (costs[home] as number) + extra;
          if (more >= least) continue;
          least = more;
          homes[i] = home;
          places[i] = place;
        }
      }
      moved ||= homes[i] !== from || places[i] !== before;
      gather(homes[i] as number);
    }
    if (!moved) break;
  }
  return masks.flatMap((mask, home) => {
    const own = needles.flatMap((text, i) => (homes[i] === home ? [{ text, before: places[i] as number }] : []));
    const bits = [...mask];
    return own.length === 0
      ? []
      : [{ needles: own, low: bits.slice(0, FINGERPRINT), high: bits.slice(FINGERPRINT), cost: costs[home] as number }];
  });
}

/** The halves of the bytes of a fingerprint, the lower ones first, as sets of one bit. */
function printOf(text: Uint8Array, before: number): Int32Array {
  const print = new Int32Array(2 * FINGERPRINT);
  for (let i = 0; i < FINGERPRINT; i += 1) {
    const byte = text[before + i] ?? 0;
    print[i] = 1 << (byte & 15);
    print[FINGERPRINT + i] = 1 << (byte >> 4);
  }
  return print;
}

function add(mask: Int32Array, print: Int32Array | undefined): void {
  for (let i = 0; i < mask.length; i += 1) mask[i] = (mask[i] as number) | (print?.[i] ?? 0);
}

/** How often something looks like a bucket of the needles of two, roughly. */
function costOf(one: Int32Array, other: Int32Array): number {
  let cost = 1;
  for (let i = 0; i < FINGERPRINT; i += 1)
    cost *= oftenOf((one[i] as number) | (other[i] as number), (one[FINGERPRINT + i] as number) | (other[FINGERPRINT + i] as number));
  return cost;
}

/** How often bytes stand whose low half is in a set of eight, by the high half, which eight, and the set: all sums, each made once. */
const SUMS = Float64Array.from({ length: 16 * 2 * 256 }, (_, at) => {
  const set = at & 255;
  const first = ((at >> 9) << 4) | ((at >> 8) & 1 ? 8 : 0);
  let often = 0;
  for (let bit = 0; bit < 8; bit += 1) if (((set >> bit) & 1) === 1) often += OFTEN[first + bit] ?? 0;
  return often;
});

/** How often bytes stand whose halves are in two sets. */
function oftenOf(low: number, high: number): number {
  let often = 0;
  for (let rest = high; rest !== 0; rest &= rest - 1) {
    const half = 31 - Math.clz32(rest & -rest);
    often += (SUMS[half * 512 + (low & 255)] as number) + (SUMS[half * 512 + 256 + (low >> 8)] as number);
  }
  return often;
}
