/** Names that differ from a misspelt one by little, or contain it; the closest first, three at most. */
export function nearest(wanted: string, names: readonly string[]): readonly string[] {
  const most = Math.max(2, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, distance: wanted.length > 2 && name.includes(wanted) ? 0 : editDistance(wanted, name, most) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein distance; anything above `most` where the lengths alone rule it out. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
