import type { Facts } from '../fingerprint/of-fact.ts';
import { fingerprintOfFact, withoutStack } from '../fingerprint/of-fact.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import type { Match } from './evaluate.ts';

/**
 * The fingerprint of a finding: that of the fact it begins with, or, where that has no stack, of the fact whose frame the signature blames. Findings of
 * different signatures about one crash have the same one: it names the fault, whatever is said of it.
 */
export function fingerprintOfMatch({ candidate, compiled }: Pick<Match, 'candidate' | 'compiled'>, facts: Facts): Fingerprint {
  const { id, culprit } = compiled.signature;
  const blamed = culprit === undefined ? undefined : candidate.bound.get(culprit.split('.', 1)[0] ?? '')?.[0]?.fact;
  return (
    fingerprintOfFact(candidate.anchor.fact, facts) ??
    (blamed === undefined ? undefined : fingerprintOfFact(blamed, facts)) ??
    withoutStack(id)
  );
}
