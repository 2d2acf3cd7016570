/**
 * At most so many elements of a list in order: the first, the last, and an even choice of those between. What is compared
 * over thousands of dumps would take the product of dumps and groups, and shows no more than what is compared over these.
 */
export function thin<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  const step = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => all[Math.round(i * step)] as T);
}
