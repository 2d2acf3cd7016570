/** The middle of the numbers, the upper one where there are two. */
export function median(numbers) {
  const ordered = numbers.toSorted((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? 0;
}
