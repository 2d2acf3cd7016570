import type { Citation } from '../../../evidence/citation.ts';
import type { EvidenceLine, Finding } from '../../../matcher/finding.ts';
import { quoted as quotedLines } from '../text/layout.ts';
import { type Block, codeBlock } from './blocks.ts';
import { prose } from './inline.ts';
import { places } from './place.ts';

/** Lines of an excerpt that are quoted, at most. */
const LINES = 12;

/** Lines that a document has quoted already: they are named from then on. */
export type Quoted = Set<string>;

/** The lines of evidence of a finding, those for it or those against it, each with its points, its place and a quote. */
export function evidenceBlocks(finding: Pick<Finding, 'evidence' | 'scoring'>, against: boolean, quoted: Quoted): Block[] {
  return finding.evidence
    .filter(({ role }) => (role === 'contradicting') === against)
    .flatMap((one) => evidenceBlock(one, finding.scoring.find(({ evidence }) => evidence === one.evidence)?.points, quoted));
}

const CERTAINTY = { stated: '', derived: 'derived; ', guessed: 'a guess; ' } as const;

/** One line of evidence. Of what was computed the places are named only: they are where to look, and no proof by themselves. */
export function evidenceBlock(one: EvidenceLine, points: number | undefined, quoted: Quoted): Block[] {
  const mark = points === undefined ? '' : `**${points > 0 ? '+' : ''}${points}** `;
  const line = `${mark}${prose(one.statement)} (${CERTAINTY[one.certainty]}${places(one.citation, one.more)})`;
  return [[line], ...(one.certainty === 'derived' ? [] : quote(one.citation, quoted))];
}

/** What stands at a place; nothing where it has been quoted before, or has no lines. */
export function quote(citation: Citation, quoted: Quoted): Block[] {
  const { path, firstLine, lastLine, excerpt } = citation;
  const key = `${path}:${firstLine}-${lastLine}`;
  if (excerpt === '' || quoted.has(key)) return [];
  quoted.add(key);
  const { shown, left } = quotedLines(citation, LINES);
  const rest = left > 0 ? [`… ${left} more ${left === 1 ? 'line' : 'lines'} there`] : [];
  return [codeBlock([...shown, ...rest].join('\n'), 'text')];
}
