import type { Finding } from '../../matcher/finding.ts';
import { count } from '../../report/count.ts';
import type { Report } from '../../report/report.ts';
import { chainTree, lineage } from './chain-tree.ts';
import { prose, type Row } from './rows.ts';

/** How a consequence stands below its cause. Deep chains stop moving to the right: they would push the words out. */
export function chainMark(depth: number): string {
  return depth === 0 ? '' : `${'   '.repeat(Math.min(depth, 4) - 1)}└→ `;
}

/**
 * The finding in its chain: what it follows from above it up to the root cause, what follows from it below. Every other one is a row to open; nothing where it
 * stands alone.
 */
export function chainRows(found: Finding, report: Report, width: number): Row[] {
  const shown = lineage(found, report.findings);
  if (shown.length < 2) return [];
  return chainTree(shown).flatMap(({ finding, depth, also }) => {
    const { id, title, confidence, role, evidence } = finding;
    const here = id === found.id;
    const others = also.length === 0 ? '' : `; also follows from ${also.join(', ')}`;
    const lead = `  ${chainMark(depth)}`;
    return [
      ...prose(`${title}${here ? ' ← this one' : ''} (${confidence} evidence, ${role}${others})`, width, {
        first: lead,
        rest: ' '.repeat(lead.length + 2),
        key: `chain ${id}`,
        role: here ? 'strong' : 'link',
        target: here ? undefined : { view: 'finding', id },
        place: evidence[0]?.citation,
      }),
      ...siblings(finding, shown, report, { lead: ' '.repeat(lead.length), width, here }),
    ];
  });
}

/** What else follows from a cause of the finding: it is on the page of that cause. */
function siblings(
  { id, causes }: Finding,
  shown: readonly Finding[],
  { findings }: Report,
  { lead, width, here }: { readonly lead: string; readonly width: number; readonly here: boolean },
): Row[] {
  const left = causes.filter(
    (one) => findings.some((finding) => finding.id === one) && !shown.some((finding) => finding.id === one),
  ).length;
  if (here || left === 0) return [];
  return prose(`… and ${count(left, 'more consequence')} of it`, width, {
    first: lead,
    key: `chain of ${id}`,
    role: 'muted',
    target: { view: 'finding', id },
  });
}
