import { type ExactInt, exact } from '../../../src/text/exact.ts';

/** A quantity of Kubernetes (apimachinery, pkg/api/resource), exact. */
export interface Quantity {
  /** Its value, as a fraction of two whole numbers. */
  readonly over: bigint;
  readonly under: bigint;
}

const FORM = /^([+-]?)(\d{1,40})?(?:\.(\d{0,40}))?([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,2})?$/;
const SUFFIXES: ReadonlyMap<string, readonly [base: bigint, exponent: bigint]> = new Map([
  ['n', [10n, -9n]],
  ['u', [10n, -6n]],
  ['m', [10n, -3n]],
  ['k', [10n, 3n]],
  ['M', [10n, 6n]],
  ['G', [10n, 9n]],
  ['T', [10n, 12n]],
  ['P', [10n, 15n]],
  ['E', [10n, 18n]],
  ['Ki', [2n, 10n]],
  ['Mi', [2n, 20n]],
  ['Gi', [2n, 30n]],
  ['Ti', [2n, 40n]],
  ['Pi', [2n, 50n]],
  ['Ei', [2n, 60n]],
] as const);

/** Reads a quantity: `500m`, `1Gi`, `1e9`, `128974848000m`, `0.5`. Undefined where it is none. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const [base, exponent] = SUFFIXES.get(suffix) ?? ([10n, suffix === '' ? 0n : BigInt(suffix.slice(1).replace('+', ''))] as const);
  const under = 10n ** BigInt(fraction.length);
  return exponent >= 0n ? { over: digits * base ** exponent, under } : { over: digits, under: under * base ** -exponent };
}

/** Its value as a whole number, rounded up as Quantity.Value does. */
export function wholeOf({ over, under }: Quantity): ExactInt {
  const down = over / under;
  return exact(over % under > 0n ? down + 1n : down);
}

/** Its value as a floating-point number: cores. */
export function numberOf({ over, under }: Quantity): number {
  // Thousandths are what Kubernetes counts cores in.
  const millionths = (over * 1_000_000n) / under;
  return millionths <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(millionths) / 1_000_000 : Number(over / under);
}

/** One quantity by another, rounded up, as the Downward API divides a limit by its divisor. */
export function dividedUp(value: Quantity, by: Quantity): ExactInt | undefined {
  return by.over <= 0n ? undefined : wholeOf({ over: value.over * by.under, under: value.under * by.over });
}
