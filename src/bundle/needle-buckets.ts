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
  let buckets = needles.map((text) => bucketOf(text, rarest(text)));
  let pairs = buckets.flatMap((one, i) => buckets.slice(i + 1).map((other) => pairOf(one, other)));
  while (buckets.length > BUCKETS) {
    const [first] = pairs;
    if (first === undefined) break;
    const { one, other, merged } = pairs.reduce((best, pair) => (pair.more < best.more ? pair : best), first);
    const stays = (bucket: Bucket) => bucket !== one && bucket !== other;
    buckets = buckets.filter(stays);
    pairs = [...pairs.filter((pair) => stays(pair.one) && stays(pair.other)), ...buckets.map((bucket) => pairOf(bucket, merged))];
    buckets.push(merged);
  }
  return buckets;
}

interface Pair {
  readonly one: Bucket;
  readonly other: Bucket;
  readonly merged: Bucket;
  /** How much more often something looks like one of its needles where the two are one. */
  readonly more: number;
}

function pairOf(one: Bucket, other: Bucket): Pair {
  const needles = [...one.needles, ...other.needles];
  const merged = bucketFrom(
    needles,
    one.low.map((bits, i) => bits | (other.low[i] ?? 0)),
    one.high.map((bits, i) => bits | (other.high[i] ?? 0)),
  );
  return { one, other, merged, more: merged.cost - one.cost - other.cost };
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
  return bucketFrom(
    [{ text, before }],
    print.map((byte) => 1 << (byte & 15)),
    print.map((byte) => 1 << (byte >> 4)),
  );
}

function bucketFrom(needles: readonly Placed[], low: readonly number[], high: readonly number[]): Bucket {
  let cost = 1;
  for (let i = 0; i < FINGERPRINT; i += 1) {
    let often = 0;
    for (let half = 0; half < 16; half += 1) if ((((high[i] ?? 0) >> half) & 1) === 1) often += rowOf(low[i] ?? 0, half);
    cost *= often;
  }
  return { needles, low, high, cost };
}

/** How often bytes stand whose low half is in a set, in the row of a high half. */
function rowOf(low: number, high: number): number {
  let often = 0;
  for (let half = 0; half < 16; half += 1) if (((low >> half) & 1) === 1) often += OFTEN[high * 16 + half] ?? 0;
  return often;
}
