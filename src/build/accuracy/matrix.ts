import type { IncidentResult } from './measure.ts';

const HEAD = `# What every signature says of every incident under samples/incidents; written by npm run accuracy.
# One line an incident: findings in the order of the report, each with its confidence, weak ones behind a ~; then suspicions, which are no
# findings; then tempting explanations that are refuted. A signature that is not in a line says nothing of that incident. "x3": three of it.
`;

/** A line for each incident, in columns with tabs between them. Pure: the same results give the same bytes. */
export function matrix(incidents: readonly IncidentResult[]): string {
  const rows = incidents.map(({ name, result: { findings, inconclusive, refuted, signatureErrors } }) => [
    name,
    listed(findings.map(({ signature, confidence }) => `${confidence === 'weak' ? '~' : ''}${signature} ${confidence}`)),
    listed([
      ...inconclusive.map(({ signature }) => signature),
      ...signatureErrors.map(({ signature, reason }) => `${signature} BROKEN: ${reason}`),
    ]),
    listed(refuted.map(({ signature }) => signature)),
  ]);
  return HEAD + [['incident', 'findings', 'suspicions', 'refuted'], ...rows].map((row) => `${row.join('\t')}\n`).join('');
}

/** What comes again is counted at its first place. */
function listed(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => (count === 1 ? text : `${text} x${count}`)).join('; ') || '-';
}

/** Lines that went (`-`) and came (`+`) between two texts, by their first column, in the order of names. */
export function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before, after].map((text) => new Map(text.split('\n').map((line) => [line.split('\t', 1)[0] ?? '', line])));
  return [...new Set([...(old ?? []), ...(now ?? [])].map(([key]) => key))].toSorted().flatMap((key) => {
    const [was, is] = [old?.get(key), now?.get(key)];
    return was === is ? [] : [...(was === undefined ? [] : [`- ${was}`]), ...(is === undefined ? [] : [`+ ${is}`])];
  });
}
