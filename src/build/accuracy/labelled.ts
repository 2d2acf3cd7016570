import type { Finding } from '../../matcher/finding.ts';
import type { MatchResult } from '../../matcher/match.ts';
import type { Measured } from './measure.ts';

/** Where the right cause of a sample stands in its report. */
export type Place =
  /** It is the first one. */
  | 'heads'
  /** Another heads, and the report shows how that one leads to it. */
  | 'explained'
  /** Another heads, and is not linked to it. */
  | 'behind'
  /** It is a suspicion and no finding. */
  | 'suspected'
  /** It is not in the report. */
  | 'missed';

/** A sample of which somebody has said what is wrong. */
export interface Labelled {
  /** The incident, or the signature and its test. */
  readonly name: string;
  readonly source: 'incident' | 'text';
  /** Id of the root cause that should head the report. */
  readonly right: string;
  readonly place: Place;
  /** What heads the report; absent where nothing does. What only says how a text came about (severity info) heads only where it is asked for. */
  readonly head?: Finding;
  /** The finding of the right cause; absent where there is none. */
  readonly own?: Finding;
  /** Why it does not head the report, in words, where that is known. */
  readonly shortfall?: string;
}

/** Every sample with a right cause: incidents that expect one, and the lines with which signatures of causes are proved. */
export function labelled({ incidents, texts, signatures }: Measured): readonly Labelled[] {
  const refuted = new Set(signatures.filter(({ role }) => role === 'refuted').map(({ id }) => id));
  return [
    ...incidents.flatMap(({ name, expected, result }) =>
      expected?.expect[0] === undefined
        ? []
        : [
            {
              ...placed(name, 'incident', expected.expect[0], result),
              ...(expected.shortfall === undefined ? {} : { shortfall: expected.shortfall }),
            },
          ],
    ),
    ...texts
      .filter(({ kind, signature }) => kind === 'match' && !refuted.has(signature))
      .map(({ signature, name, result }) => placed(`${signature}: ${name}`, 'text', signature, result)),
  ];
}

function placed(name: string, source: Labelled['source'], right: string, { findings, inconclusive }: MatchResult): Labelled {
  const head = findings.find(({ severity, signature }) => severity !== 'info' || signature === right);
  const own = findings.find(({ signature }) => signature === right);
  const found = { name, source, right, ...(head === undefined ? {} : { head }), ...(own === undefined ? {} : { own }) };
  if (own === undefined) return { ...found, place: inconclusive.some(({ signature }) => signature === right) ? 'suspected' : 'missed' };
  if (head === own || head === undefined) return { ...found, place: 'heads' };
  return { ...found, place: leadsTo(head, own, findings) ? 'explained' : 'behind' };
}

/** Whether the links of a report lead from one finding to another. */
function leadsTo(from: Finding, to: Finding, findings: readonly Finding[]): boolean {
  const reached = new Set([from.id]);
  const known = new Map(findings.map((one) => [one.id, one]));
  for (const id of reached) for (const next of known.get(id)?.causes ?? []) reached.add(next);
  return reached.has(to.id);
}
