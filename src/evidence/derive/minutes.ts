const NANOS_PER_MINUTE = 60_000_000_000n;

/** Minutes between two Unix times in nanoseconds; undefined where one is not known, or the second is not later. */
export function minutesBetween(first: bigint | undefined, last: bigint | undefined): number | undefined {
  if (first === undefined || last === undefined || last <= first) return undefined;
  return Number(last - first) / Number(NANOS_PER_MINUTE);
}
