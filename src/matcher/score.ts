import type { Confidence, ScoreLine } from './finding.ts';
import type { Weight } from './signature.ts';

const POINTS: Readonly<Record<Weight, number>> = { decisive: 5, strong: 3, moderate: 2, weak: 1 };

/** A scored piece of evidence, before it is shown. */
export interface ScoredEvidence extends ScoreLine {
  /** It rests on a guess. */
  readonly guessed: boolean;
  /** What is missing may say otherwise (a message that is cut, a dump whose end is not shown): it never makes a finding strong. */
  readonly open?: boolean;
}

/** Points of a weight; negative where the evidence contradicts. */
export function points(weight: Weight, contradicting: boolean): number {
  return contradicting ? -POINTS[weight] : POINTS[weight];
}

/** The sum, and what it is worth. Undefined confidence: too little is left to speak of a finding. */
export function judge(lines: readonly ScoredEvidence[]): { readonly score: number; readonly confidence?: Confidence } {
  const score = lines.reduce((sum, line) => sum + line.points, 0);
  // Guesses add to a finding but never carry it: a strong one is strong without them, a moderate one holds without them.
  const firm = lines.reduce((sum, line) => sum + (line.guessed && line.points > 0 ? 0 : line.points), 0);
  const closed = lines.reduce((sum, line) => sum + ((line.guessed || line.open === true) && line.points > 0 ? 0 : line.points), 0);
  if (closed >= 5) return { score, confidence: 'strong' };
  if (score >= 3 && firm >= 1) return { score, confidence: 'moderate' };
  return score >= 1 ? { score, confidence: 'weak' } : { score };
}
