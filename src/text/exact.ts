/**
 * A whole number of any size, exact: a number while it is within ±(2^53−1), a decimal string beyond that.
 * JSON readers that parse numbers as doubles would silently round the rest.
 */
export type ExactInt = number | string;

/** The smallest exact form of a bigint. */
export function exact(value: bigint): ExactInt {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value.toString();
}

/** An exact integer as a bigint, for arithmetic. */
export function toBigInt(value: ExactInt): bigint {
  return BigInt(value);
}

/** Parses decimal digits (an optional sign first) without losing any. The caller has checked the form. */
export function parseExact(digits: string): ExactInt {
  return digits.length <= 15 ? Number(digits) : exact(BigInt(digits));
}

/** Whether `a` is less than `b`, exactly. */
export function isLess(a: ExactInt, b: ExactInt): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : toBigInt(a) < toBigInt(b);
}
