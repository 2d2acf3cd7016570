/**
 * A pattern of paths, compiled. Segments are parted by `/`. In a segment `{name}` stands for one or more characters and keeps them, `*` for any
 * number of characters, `#` for one digit. A segment `**` stands for any number of segments, none included.
 */
export interface PathPattern {
  readonly source: string;
  /** Names of the parts that it keeps. */
  readonly names: readonly string[];
  readonly segments: readonly (SegmentPattern | 'any')[];
  /** Segments that a path has which it matches; absent where a `**` leaves that open. */
  readonly length: number | undefined;
}

/** What a pattern kept of a path, by name. */
export type Kept = ReadonlyMap<string, string>;

/** A gap, with its name where it is kept, and the text that follows it. */
interface Gap {
  readonly name: string | undefined;
  readonly after: string;
}

interface SegmentPattern {
  readonly first: string;
  readonly gaps: readonly Gap[];
}

const GAP = /\{([a-z]+)\}|\*/g;

/** Compiles a pattern. Throws where it is not one: patterns are our own. */
export function pathPattern(source: string): PathPattern {
  const segments = source.split('/').map((one) => (one === '**' ? 'any' : segmentPattern(one)));
  const names = segments.flatMap((one) => (one === 'any' ? [] : one.gaps.flatMap(({ name }) => name ?? [])));
  if (source === '' || segments.some((one) => one !== 'any' && one.first === '' && one.gaps.length === 0))
    throw new Error(`${source}: an empty segment`);
  if (new Set(names).size < names.length) throw new Error(`${source}: a name stands twice in it`);
  return { source, names, segments, length: segments.includes('any') ? undefined : segments.length };
}

function segmentPattern(source: string): SegmentPattern {
  const found = [...source.matchAll(GAP)];
  const first = source.slice(0, found[0]?.index ?? source.length);
  const gaps = found.map((gap, i) => ({
    name: gap[1],
    after: source.slice(gap.index + gap[0].length, found[i + 1]?.index ?? source.length),
  }));
  if (gaps.some(({ after }, i) => after === '' && i < gaps.length - 1)) throw new Error(`${source}: two gaps with nothing between them`);
  return { first, gaps };
}

/** Places in a path from which the pattern may match to its end, up to `most`; whatever directories stand above them. */
export function startsOf({ segments, length }: PathPattern, path: readonly string[], most: number): readonly number[] {
  const end = segments.at(-1);
  if (end !== undefined && end !== 'any' && !mayBe(end, path.at(-1) ?? '')) return [];
  if (length !== undefined) return path.length < length || path.length - length >= most ? [] : [path.length - length];
  const start = segments[0];
  const found: number[] = [];
  for (let from = 0; from < Math.min(path.length, most); from += 1)
    if (start === undefined || start === 'any' || mayBe(start, path[from] ?? '')) found.push(from);
  return found;
}

/** A look at the two ends of a segment, which tells most others apart. */
function mayBe({ first, gaps }: SegmentPattern, text: string): boolean {
  const end = gaps.at(-1)?.after;
  if (end === undefined) return text === first || first.includes('#');
  return standsAt(text, first, 0) && endOf(text, end, 0) >= 0;
}

/**
 * What the pattern keeps of the segments of a path from `from` on, which it has to match to their end; undefined where it does not. The work
 * grows with the length of the path times that of the pattern, whatever the path: of two ways to part a segment the one with the shorter
 * first parts is taken, and no other is tried.
 */
export function matchPath({ segments: patterns, length }: PathPattern, path: readonly string[], from: number): Kept | undefined {
  if (length !== undefined && length !== path.length - from) return undefined;
  let kept: [string, string][] = [];
  let at = from;
  let i = 0;
  /** Where the last `**` stood, how far it reached, and what had been kept before. */
  let resume: { readonly pattern: number; at: number; readonly kept: readonly [string, string][] } | undefined;
  while (at < path.length || i < patterns.length) {
    const pattern = patterns[i];
    if (pattern === 'any') {
      resume = { pattern: i + 1, at, kept: [...kept] };
      i += 1;
      continue;
    }
    const parts = pattern === undefined || at >= path.length ? undefined : matchSegment(pattern, path[at] ?? '');
    if (parts !== undefined) {
      kept.push(...parts);
      i += 1;
      at += 1;
      continue;
    }
    if (resume === undefined || resume.at >= path.length) return undefined;
    resume.at += 1;
    at = resume.at;
    i = resume.pattern;
    kept = [...resume.kept];
  }
  return new Map(kept);
}

function matchSegment({ first, gaps }: SegmentPattern, text: string): [string, string][] | undefined {
  if (!standsAt(text, first, 0)) return undefined;
  let at = first.length;
  if (gaps.length === 0) return at === text.length ? [] : undefined;
  const kept: [string, string][] = [];
  for (const [i, { name, after }] of gaps.entries()) {
    const least = at + (name === undefined ? 0 : 1);
    const last = i === gaps.length - 1;
    const next = last ? endOf(text, after, least) : indexOf(text, after, least);
    if (next < 0) return undefined;
    if (name !== undefined) kept.push([name, text.slice(at, next)]);
    at = next + after.length;
  }
  return kept;
}

/** Where the text that ends a segment begins; -1 where it does not end so. */
function endOf(text: string, end: string, least: number): number {
  const at = text.length - end.length;
  return at >= least && standsAt(text, end, at) ? at : -1;
}

function indexOf(text: string, part: string, from: number): number {
  if (!part.includes('#')) return text.indexOf(part, from);
  for (let at = from; at + part.length <= text.length; at += 1) if (standsAt(text, part, at)) return at;
  return -1;
}

function standsAt(text: string, part: string, at: number): boolean {
  if (at + part.length > text.length) return false;
  for (let i = 0; i < part.length; i += 1) {
    const wanted = part.codePointAt(i) ?? 0;
    const is = text.codePointAt(at + i) ?? 0;
    if (wanted === HASH ? is < ZERO || is > NINE : wanted !== is) return false;
  }
  return true;
}

const HASH = 0x23;
const ZERO = 0x30;
const NINE = 0x39;
