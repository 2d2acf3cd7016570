import type { Line } from '../../src/text/line.ts';

/** How many of the lines that fit no form are shown. */
export const SAMPLES = 5;

/** Lines that fit no form, and the first of them. */
export interface ForeignLines {
  readonly count: number;
  readonly sample: readonly Line[];
  /** Bytes of the first, without its end. */
  readonly tail?: number | undefined;
  /** They stand right before the next header, which in a whole dump follows a blank line. */
  readonly adjacent?: boolean;
}

/** No lines. */
export const NONE: ForeignLines = { count: 0, sample: [] };

/** Two runs of lines as one. */
export function merge(first: ForeignLines, second: ForeignLines): ForeignLines {
  return { count: first.count + second.count, sample: [...first.sample, ...second.sample].slice(0, SAMPLES) };
}
