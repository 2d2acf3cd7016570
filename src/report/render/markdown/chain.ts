import type { Finding } from '../../../matcher/finding.ts';
import { kind } from '../text/finding.ts';
import type { Block } from './blocks.ts';
import { code, prose } from './inline.ts';
import { said } from './said.ts';

/** Findings that are listed, at most. */
const MOST = 50;

/** Findings as a tree: a root cause, below it what it accounts for. Each stands once. */
export function chain(findings: readonly Finding[]): Block {
  const byId = new Map(findings.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const lines: string[] = [];
  const draw = (one: Finding, depth: number): void => {
    if (seen.has(one.id)) return;
    seen.add(one.id);
    const triage = said(one);
    const told = triage === undefined ? '' : ` ${triage}`;
    if (lines.length < MOST)
      lines.push(`${'  '.repeat(depth)}- **${prose(one.title)}** (${code(one.id)}; ${kind(one)}): ${prose(one.summary)}${told}`);
    for (const id of one.causes) {
      const next = byId.get(id);
      if (next !== undefined) draw(next, depth + 1);
    }
  };
  for (const one of findings) if (!one.causedBy.some((id) => byId.has(id))) draw(one, 0);
  // Causes that account for each other have no root among them.
  for (const one of findings) draw(one, 0);
  const left = findings.length - lines.length;
  return left > 0 ? [...lines, `- and ${left} more: the JSON report has all`] : lines;
}
