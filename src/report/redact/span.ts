/** A piece of a text that must not be shared. */
export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly kind: 'ip' | 'email' | 'secret';
}

/** In order, none overlapping: overlapping ones become one, a secret unless they agree. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else
      merged[merged.length - 1] = {
        start: last.start,
        end: Math.max(last.end, span.end),
        kind: last.kind === span.kind ? last.kind : 'secret',
      };
  }
  return merged;
}
