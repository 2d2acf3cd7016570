import type { Comparison } from './comparison.ts';

/** Whether anything differs, or may. */
export function hasDifferences({ findings, goroutines, heap, numbers }: Comparison): boolean {
  const parts = [
    ...findings,
    ...goroutines.flatMap((one) => [one, ...one.groups]),
    ...heap.flatMap((one) => [one, ...one.sites]),
    ...numbers,
  ];
  return parts.some(({ change }) => change !== 'same');
}
