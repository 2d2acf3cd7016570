import { exact, parseExact, type ExactInt } from '../../src/text/exact.ts';

/** A whole number as digits or as a float without a fraction (`1.443916e+06`); undefined for anything else. */
export function wholeNumber(text: string): ExactInt | undefined {
  if (/^-?\d{1,30}$/.test(text)) return parseExact(text);
  const value = floatNumber(text);
  return value === undefined || !Number.isInteger(value) ? undefined : exact(BigInt(value));
}

/** A finite number as Go prints floats (strconv, format `g`, any precision); undefined for anything else. */
export function floatNumber(text: string): number | undefined {
  if (text.length > 40 || !/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
