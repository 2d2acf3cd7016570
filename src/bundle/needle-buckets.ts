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

/** How often bytes stand in logs, roughly: what matters is that capitals and signs are rare. */
const OFTEN = Float64Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  if (letter === ' ') return 0.1;
  if (/[a-z0-9]/.test(letter)) return 0.02;
  if (/[-:./="_,]/.test(letter)) return 0.015;
  if (/[A-Z]/.test(letter)) return 0.004;
  return byte < 128 ? 0.002 : 0.0005;
});

/**
 * Deals needles into eight buckets so that few other bytes look like one of them: each by its four rarest neighbouring bytes, and those
 * together that are alike. Every needle must have four bytes.
 */
export function dealNeedles(needles: readonly Uint8Array[]): readonly Bucket[] {
  const count = needles.length;
  const buckets: (Bucket | undefined)[] = needles.map((text) => bucketOf(text, rarest(text)));
  // How much more often something looks like a needle of two buckets where they are one; by the lower of their places, then the other.
  const more = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY);
  const compare = (i: number): void => {
    const one = buckets[i];
    for (let k = 0; k < count; k += 1) {
      const other = buckets[k];
      if (k === i) continue;
      more[Math.min(i, k) * count + Math.max(i, k)] =
        one === undefined || other === undefined ? Number.POSITIVE_INFINITY : costOf(one, other) - one.cost - other.cost;
    }
  };
  for (let i = 0; i < count; i += 1) compare(i);
  for (let left = count; left > BUCKETS; left -= 1) {
    let best = 0;
    for (let at = 1; at < more.length; at += 1) if ((more[at] as number) < (more[best] as number)) best = at;
    const i = Math.floor(best / count);
    const k = best % count;
    const one = buckets[i];
    const other = buckets[k];
    if (one === undefined || other === undefined) break;
    buckets[i] = merged(one, other);
    buckets[k] = undefined;
    compare(i);
    compare(k);
  }
  return buckets.filter((bucket) => bucket !== undefined);
}

function merged(one: Bucket, other: Bucket): Bucket {
  return {
    needles: [...one.needles, ...other.needles],
    low: one.low.map((bits, i) => bits | (other.low[i] ?? 0)),
    high: one.high.map((bits, i) => bits | (other.high[i] ?? 0)),
    cost: costOf(one, other),
  };
}

/** What one bucket of the needles of two would cost. */
function costOf(one: Bucket, other: Bucket): number {
  let cost = 1;
  for (let i = 0; i < FINGERPRINT; i += 1)
    cost *= oftenOf((one.low[i] as number) | (other.low[i] as number), (one.high[i] as number) | (other.high[i] as number));
  return cost;
}

function rarest(text: Uint8Array): number {
  let at = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + FINGERPRINT <= text.length; i += 1) {
    let often = 1;
    for (let k = i; k < i + FINGERPRINT; k += 1) often *= OFTEN[text[k] ?? 0] ?? 0;
    if (often < least) {
      least = often;
      at = i;
    }
  }
  return at;
}

function bucketOf(text: Uint8Array, before: number): Bucket {
  const print = [...text.subarray(before, before + FINGERPRINT)];
  const low = print.map((byte) => 1 << (byte & 15));
  const high = print.map((byte) => 1 << (byte >> 4));
  return { needles: [{ text, before }], low, high, cost: low.reduce((cost, bits, i) => cost * oftenOf(bits, high[i] ?? 0), 1) };
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
  for (let half = 0; half < 16; half += 1)
    if (((high >> half) & 1) === 1) often += (SUMS[half * 512 + (low & 255)] as number) + (SUMS[half * 512 + 256 + (low >> 8)] as number);
  return often;
}
