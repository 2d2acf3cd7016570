import type { Confidence, Finding } from '../../../matcher/finding.ts';
import { notFound } from '../../against.ts';
import { type Block, bullets } from './blocks.ts';
import { fresh } from './fresh.ts';
import { type Quoted, evidenceBlocks } from './evidence.ts';
import { code, prose, withCode } from './inline.ts';

const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  strong: 'strong. The evidence carries it by itself',
  moderate: 'moderate. The evidence points there; other explanations are possible',
  weak: 'weak. A lead to follow, not a conclusion',
};

/** How sure a finding is, in words, with the sum that says so. */
export function confidence({ confidence: much, score, scoring }: Finding): string {
  const sum = scoring.map(({ points }, at) => (at === 0 ? String(points) : points < 0 ? `− ${-points}` : `+ ${points}`)).join(' ');
  const limits = scoring.filter(({ evidence }) => evidence === 'limits').map(({ statement }) => `; ${prose(statement)}`);
  const arithmetic = scoring.length > 1 ? `${sum} = ${score}` : String(score);
  return `Confidence: ${CONFIDENCE[much]} (score ${arithmetic}; strong from 5, moderate from 3${limits.join('')}).`;
}

/** The lines that show it. */
export function proof(finding: Finding, quoted: Quoted): Block[] {
  return evidenceBlocks(finding, false, quoted);
}

/**
 * What speaks against a finding, and what looks the same.
 *
 * @param known What looks the same as other findings and has been listed there.
 */
export function against(finding: Finding, quoted: Quoted, known: Set<string>): Block[] {
  const contradicting = evidenceBlocks(finding, true, quoted);
  const looked = notFound(finding).flatMap(({ lead, statements, left }): Block[] => [
    [prose(lead)],
    bullets([...statements.map(prose), ...(left > 0 ? [`and ${left} more: ${code(`goroner explain ${finding.signature}`)} has all`] : [])]),
  ]);
  const alike = fresh(finding.falsePositives.map(withCode), known);
  return [...contradicting, ...looked, ...(alike.length === 0 ? [] : [['To rule out, since it looks the same:'], bullets(alike)])];
}

/** Sources of what is said of root causes, each once. */
export function references(findings: readonly Finding[]): Block {
  const known = new Map(findings.flatMap((one) => one.references.map(({ title, url }) => [url, title] as const)));
  // A signature may be of somebody else's making: what is no plain address of the web does not become a link.
  // Titles stand beside the links and not in them: a bracket in code would end a title that begins a line.
  return bullets(
    [...known].map(([url, title]) =>
      /^https?:\/\/[\w./#?=&%+~:@,;!-]+$/.test(url) ? `${prose(title)}: <${url}>` : `${prose(title)}: ${code(url)}`,
    ),
  );
}
