import type { PrintedUnit } from '../../src/evidence/facts/printed-profile.ts';

/** A value as `ScaledLabel` of pprof prints it (internal/measurement/measurement.go): two decimals at most, and a unit. */
export interface PrintedValue {
  /** In bytes, seconds, or as it stands. */
  readonly amount: number;
  /** `none` for 0, which is printed without a unit. */
  readonly unit: PrintedUnit;
}

const FORM = /^(-?\d{1,20}(?:\.\d{1,2})?)([A-Za-zµμ*]{0,20})$/;

/** Powers of 1024, though written like thousands; the long units of time are of releases before Go 1.14. */
const UNITS: ReadonlyMap<string, readonly [unit: PrintedUnit, factor: number]> = new Map([
  ['', ['count', 1]],
  ['B', ['bytes', 1]],
  ['kB', ['bytes', 2 ** 10]],
  ['MB', ['bytes', 2 ** 20]],
  ['GB', ['bytes', 2 ** 30]],
  ['TB', ['bytes', 2 ** 40]],
  ['PB', ['bytes', 2 ** 50]],
  ['ns', ['seconds', 1e-9]],
  ['us', ['seconds', 1e-6]],
  ['µs', ['seconds', 1e-6]],
  ['μs', ['seconds', 1e-6]],
  ['ms', ['seconds', 1e-3]],
  ['s', ['seconds', 1]],
  ['mins', ['seconds', 60]],
  ['hrs', ['seconds', 3600]],
  ['days', ['seconds', 86_400]],
  ['wks', ['seconds', 604_800]],
  ['yrs', ['seconds', 31_536_000]],
]);

/** Reads `93.53MB`, `20`, `-1.20s`; `.` of a listing is 0. Undefined for anything else. */
export function readValue(text: string): PrintedValue | undefined {
  if (text === '.') return { amount: 0, unit: 'none' };
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, digits = '', name = ''] = match;
  const number = Number(digits);
  if (number === 0) return { amount: 0, unit: 'none' };
  const [unit, factor] = UNITS.get(name) ?? (['other', 1] as const);
  const amount = number * factor;
  return { amount: unit === 'bytes' ? Math.round(amount) : unit === 'seconds' ? Number(amount.toPrecision(12)) : amount, unit };
}

/** A share as `Percentage` prints it: `42.10%`, `  100%`, `4.5e-05%`. 0 to 1; undefined for anything else. */
export function readShare(text: string): number | undefined {
  if (!/^\d{1,10}(?:\.\d{1,5})?(?:e[+-]\d{1,3})?%$/.test(text)) return undefined;
  return Number((Number(text.slice(0, -1)) / 100).toPrecision(6));
}

/** The unit of several values: that of the first which has one. */
export function unitOf(values: Iterable<PrintedValue>): PrintedUnit {
  for (const { unit } of values) if (unit !== 'none') return unit;
  return 'none';
}
