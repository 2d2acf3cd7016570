import type { EvidenceLine } from '../../matcher/finding.ts';

/** What a line of evidence says, and that it is a guess or was computed, where it is so. */
export function said({ statement, certainty }: Pick<EvidenceLine, 'statement' | 'certainty'>): string {
  if (certainty === 'stated') return statement;
  return `${statement} (${certainty === 'guessed' ? 'a guess' : 'derived'})`;
}
