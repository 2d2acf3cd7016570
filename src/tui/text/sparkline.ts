/** Heights of a sparkline, lowest first. */
export const RAMP = '▁▂▃▄▅▆▇█';
/** The same where the terminal shows no Unicode. */
export const ASCII_RAMP = '_.-=+*#@';

export interface Sample {
  /** Where it stands on the line: a time, in any unit. */
  readonly at: number;
  /** Not negative. */
  readonly value: number;
}

export interface SparklineOptions {
  /** Heights to draw with, lowest first. */
  readonly ramp?: string;
  /** What a full column stands for, at least: the most that can be. */
  readonly top?: number;
}

/**
 * A series as one row of at most so many columns, from 0 to its largest value, by time: of the samples in one column the largest shows, and a
 * column without a sample is a blank, since nothing is known of it. Only nothing is at the bottom.
 */
export function sparkline(samples: readonly Sample[], columns: number, { ramp = RAMP, top: least = 0 }: SparklineOptions = {}): string {
  const known = samples.filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value));
  const size = Math.min(Math.floor(columns), known.length);
  if (size < 1) return '';
  const from = known.reduce((least, { at }) => Math.min(least, at), Infinity);
  const to = known.reduce((most, { at }) => Math.max(most, at), -Infinity);
  const top = known.reduce((most, { value }) => Math.max(most, value), least);
  const heights: (number | undefined)[] = Array.from({ length: size }, () => undefined);
  for (const { at, value } of known) {
    const column = to === from ? size - 1 : Math.round(((at - from) / (to - from)) * (size - 1));
    heights[column] = Math.max(heights[column] ?? 0, value);
  }
  const steps = Array.from(ramp);
  return heights
    .map((value) => {
      if (value === undefined) return ' ';
      const share = top === 0 ? 0 : Math.max(0, value) / top;
      return steps[Math.min(steps.length - 1, Math.ceil(share * (steps.length - 1)))] ?? ' ';
    })
    .join('');
}
