import type { Inconclusive } from '../matcher/finding.ts';
import type { Report } from './report.ts';

/** All suspicions that the bundle cannot settle: of signatures that were found nowhere, then of those that were found in another place. */
export function suspicionsOf({ inconclusive, findings }: Pick<Report, 'inconclusive' | 'findings'>): readonly Inconclusive[] {
  return [...inconclusive, ...findings.flatMap(({ suspectedElsewhere = [] }) => suspectedElsewhere)];
}
