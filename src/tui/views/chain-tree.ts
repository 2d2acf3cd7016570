import type { Finding } from '../../matcher/finding.ts';

/** A finding at its place in the chains of causes. */
export interface Link {
  readonly finding: Finding;
  /** Causes above it, one below the other; 0 for a root cause. */
  readonly depth: number;
  /** Ids of causes of it beside those that it stands below, among the findings or not. */
  readonly also: readonly string[];
}

/**
 * Findings as trees: root causes in the order of the report, each with its consequences below it, every finding once. What follows from several causes
 * stands below the one with most causes above it: where A leads to B and both lead to C, that is B. Causes that are not among the findings are none.
 */
export function chainTree(findings: readonly Finding[]): Link[] {
  const byId = new Map(findings.map((one) => [one.id, one]));
  const depths = new Map<string, number>();
  const depthOf = ({ id, causedBy }: Finding): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    // Of findings that account for each other one is taken as the root.
    depths.set(id, 0);
    const depth = Math.max(0, ...causedBy.map((one) => byId.get(one)).map((one) => (one === undefined ? 0 : depthOf(one) + 1)));
    depths.set(id, depth);
    return depth;
  };
  for (const one of findings) depthOf(one);
  const below = new Set<string>();
  const children = new Map<string, Finding[]>();
  for (const one of findings) {
    const causes = one.causedBy.filter((id) => byId.has(id) && (depths.get(id) ?? 0) < (depths.get(one.id) ?? 0));
    const [first] = causes.toSorted((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));
    if (first === undefined) continue;
    below.add(one.id);
    children.set(first, [...(children.get(first) ?? []), one]);
  }
  const links: Link[] = [];
  const add = (finding: Finding, above: readonly string[]): void => {
    const { id, causedBy } = finding;
    links.push({ finding, depth: above.length, also: causedBy.filter((one) => one !== id && !above.includes(one)) });
    for (const child of children.get(id) ?? []) add(child, [...above, id]);
  };
  for (const one of findings) if (!below.has(one.id)) add(one, []);
  return links;
}

/** What a finding follows from, itself, and what follows from it, in the order of the report. */
export function lineage(found: Finding, findings: readonly Finding[]): Finding[] {
  const byId = new Map(findings.map((one) => [one.id, one]));
  const kept = new Set<string>([found.id]);
  for (const way of ['causedBy', 'causes'] as const) {
    const open = [found];
    for (let one = open.pop(); one !== undefined; one = open.pop())
      for (const id of one[way]) {
        const next = byId.get(id);
        if (next === undefined || kept.has(id)) continue;
        kept.add(id);
        open.push(next);
      }
  }
  return findings.filter(({ id }) => kept.has(id));
}
