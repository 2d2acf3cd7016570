const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, μs: 1e-6, ns: 1e-9 };
const PART = /(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|us|µs|μs|ns|s)/gy;

/** Seconds of a time.Duration as Go prints it: `10m0s`, `1.5s`, `700ms`, `1h0m0s`. Undefined where it is none. */
export function durationSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  let seconds = 0;
  let end = 0;
  for (const [whole, amount = '', unit = ''] of text.matchAll(PART)) {
    seconds += Number(amount) * (UNITS[unit] ?? 0);
    end += whole.length;
  }
  // Sums of fractions are rounded to the nanosecond, which is what a Duration holds.
  return end === 0 || end !== text.length ? undefined : Math.round(seconds * 1e9) / 1e9;
}
