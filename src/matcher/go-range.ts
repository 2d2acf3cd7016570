import type { GoVersionRange } from '../evidence/facts/dump.ts';

interface Bound {
  readonly operator: '>=' | '>' | '<' | '<=';
  readonly minor: number;
}

/** A range of Go releases as signatures write it: `>=1.14 <1.23`. */
export interface GoRange {
  /** Whether any release of an observed range lies in this one. A release that is not known is not excluded. */
  admits(observed: GoVersionRange | undefined): boolean;
}

/** Parses such a range; throws where it is not one. */
export function parseGoRange(text: string): GoRange {
  const bounds = text
    .trim()
    .split(/\s+/)
    .map((part): Bound => {
      const match = /^(>=|<=|>|<)1\.(\d{1,3})$/.exec(part);
      if (match === null) throw new Error(`"${part}" is not a bound on a Go release such as ">=1.14"`);
      return { operator: match[1] as Bound['operator'], minor: Number(match[2]) };
    });
  const low = Math.max(0, ...bounds.map((b) => (b.operator === '>=' ? b.minor : b.operator === '>' ? b.minor + 1 : 0)));
  const high = Math.min(Infinity, ...bounds.map((b) => (b.operator === '<=' ? b.minor : b.operator === '<' ? b.minor - 1 : Infinity)));
  return {
    admits: (observed) => (minorOf(observed?.max) ?? Infinity) >= low && (minorOf(observed?.min) ?? 0) <= high,
  };
}

/** Minor number of a release such as `1.21` or `1.21.13`. */
function minorOf(release: string | undefined): number | undefined {
  const match = release === undefined ? null : /^1\.(\d+)/.exec(release);
  return match === null ? undefined : Number(match[1]);
}
