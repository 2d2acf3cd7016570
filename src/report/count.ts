import { type ExactInt, exact, toBigInt } from '../text/exact.ts';

/** A number with its noun: `1 file`, `3 files`. `plural` where it is not the singular with an s. */
export function count(number: ExactInt, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** Words as English lists them: `a`, `a and b`, `a, b and c`; or with another conjunction. */
export function list(words: readonly string[], conjunction = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}

/** The exact sum. */
export function sum(numbers: readonly ExactInt[]): ExactInt {
  return exact(numbers.reduce((total, one) => total + toBigInt(one), 0n));
}
