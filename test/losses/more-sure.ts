import type { LossKind } from './loss.ts';
import type { Confidence, Finding } from '../../src/matcher/finding.ts';

/**
 * Whether it must not be after a loss of this kind. Lines that are missing in the middle of one stack leave a stack that looks whole, and what
 * spoke against a finding may have stood there: a hole may raise a finding that is there, but never make a strong one that is not.
 */
export function isFailure(loss: LossKind, { kind }: MoreSure): boolean {
  return kind === 'strong' || (kind === 'raised' && loss !== 'hole');
}

const RANK: Readonly<Record<Confidence, number>> = { weak: 1, moderate: 2, strong: 3 };

/** How a report of less is surer than that of the whole. */
export interface MoreSure {
  /** `strong`: a strong finding that the whole does not give. `raised`: a finding that is weaker in the whole. `new`: one that it does not give, not strong. */
  readonly kind: 'strong' | 'raised' | 'new';
  readonly signature: string;
  /** Of both, in words. */
  readonly detail: string;
}

/** Where less evidence gave more than the whole did. */
export function moreSure(whole: readonly Finding[], part: readonly Finding[]): readonly MoreSure[] {
  const found: MoreSure[] = [];
  for (const { signature, key, confidence, scoring } of part) {
    const siblings = whole.filter((one) => one.signature === signature);
    const twin = siblings.find((one) => one.key === key);
    const best = Math.max(0, ...siblings.map((one) => RANK[one.confidence]));
    const known = twin === undefined ? best : RANK[twin.confidence];
    if (RANK[confidence] <= known) continue;
    const kind = best === 0 ? (confidence === 'strong' ? 'strong' : 'new') : 'raised';
    const sum = scoring.map(({ evidence, points }) => `${evidence} ${points}`).join(', ');
    const before = (twin ?? siblings[0])?.scoring.map(({ evidence, points }) => `${evidence} ${points}`).join(', ');
    found.push({ kind, signature, detail: `${confidence} (${sum}) where the whole has ${before === undefined ? 'none' : before}` });
  }
  return found;
}
