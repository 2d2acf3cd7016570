import { type Kept, matchPath, type PathPattern, startsOf } from './path-pattern.ts';

/** A pattern that a path matches, whatever directories stand above. */
export interface IndexMatch<T> {
  readonly value: T;
  /** Place of the first segment that the pattern takes. */
  readonly from: number;
  readonly kept: Kept;
}

interface Entry<T> {
  readonly pattern: PathPattern;
  readonly value: T;
  readonly order: number;
}

/** Many patterns at once. Most tell by their last or their first segment that a path is none of theirs: these are looked up, not tried. */
export class PathIndex<T> {
  readonly #byLast = new Map<string, Entry<T>[]>();
  readonly #byFirst = new Map<string, Entry<T>[]>();
  readonly #others: Entry<T>[] = [];

  constructor(patterns: readonly { readonly pattern: PathPattern; readonly value: T }[]) {
    for (const [order, { pattern, value }] of patterns.entries()) {
      const last = literal(pattern.segments.at(-1));
      const first = literal(pattern.segments[0]);
      const entry = { pattern, value, order };
      if (last !== undefined) push(this.#byLast, last, entry);
      else if (first !== undefined) push(this.#byFirst, first, entry);
      else this.#others.push(entry);
    }
  }

  /** All matches with their first segment among the first `most`, in the order of the patterns. */
  matches(path: readonly string[], most: number): IndexMatch<T>[] {
    const candidates = [...this.#others, ...(this.#byLast.get(path.at(-1) ?? '') ?? [])];
    const seen = new Set<string>();
    for (const segment of path.slice(0, most)) {
      const found = this.#byFirst.get(segment);
      if (found === undefined || seen.has(segment)) continue;
      seen.add(segment);
      candidates.push(...found);
    }
    const matches: (IndexMatch<T> & { readonly order: number })[] = [];
    for (const { pattern, value, order } of candidates)
      for (const from of startsOf(pattern, path, most)) {
        const kept = matchPath(pattern, path, from);
        if (kept !== undefined) matches.push({ value, from, kept, order });
      }
    return matches.length < 2 ? matches : matches.toSorted((a, b) => a.order - b.order || a.from - b.from);
  }
}

function push<T>(map: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [entry]);
  else known.push(entry);
}

/** The one text that a segment has to be; undefined where it may be several. */
function literal(segment: PathPattern['segments'][0] | undefined): string | undefined {
  return segment === undefined || segment === 'any' || segment.gaps.length > 0 || segment.first.includes('#') ? undefined : segment.first;
}
