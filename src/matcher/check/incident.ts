import * as z from 'zod';
import type { MatchResult } from '../match.ts';

/** What stands in `<incident>.expected.json` beside the folder of an incident. All lists are ids of signatures. */
export interface Expectation {
  /** Findings that head the report, best first. */
  readonly expect: readonly string[];
  /** Further findings that may be there. */
  readonly also: readonly string[];
  /** Findings that must not be there. */
  readonly mustNot: readonly string[];
  /** What must be refuted. */
  readonly refuted: readonly string[];
  /** Why the report is not headed as it should be, where that is known: then it must not be, or this is out of date. */
  readonly shortfall?: string | undefined;
}

/** An incident whose whole result is prescribed. */
export interface Incident {
  /** Name of its folder; `healthy-…` for a process that nothing is wrong with. */
  readonly name: string;
  readonly expected?: Expectation;
}

const ids = z.array(z.string()).readonly().default([]);

/** The form of an expectation file; lists that are left out are empty. Other keys are notes for people. */
export const expectationSchema: z.ZodType<Expectation> = z.object({
  expect: ids,
  also: ids,
  mustNot: ids,
  refuted: ids,
  shortfall: z.string().min(1).optional(),
});

/** What is wrong with the result of an incident; empty where it is as it must be. */
export function checkIncident(incident: Incident, result: MatchResult): readonly string[] {
  return [
    ...(incident.name.startsWith('healthy-') ? healthyComplaints(result) : []),
    ...(incident.expected === undefined ? [] : expectationComplaints(incident.expected, result)),
  ];
}

function healthyComplaints({ findings }: MatchResult): string[] {
  const roots = findings.filter(
    ({ role, severity }) => (role === 'cause' || role === 'trigger' || role === 'amplifier') && severity !== 'info',
  );
  return roots.map(({ signature, confidence, summary }) => `${signature} is found in a healthy process (${confidence}): ${summary}`);
}

function expectationComplaints(expected: Expectation, { findings, refuted }: MatchResult): string[] {
  const found = [...new Set(findings.map(({ signature }) => signature))];
  const head = found.slice(0, expected.expect.length);
  const complaints: string[] = [];
  const isHeaded = head.join(', ') === expected.expect.join(', ');
  if (isHeaded && expected.shortfall !== undefined) complaints.push('the report is headed as expected now: take its shortfall away');
  if (!isHeaded && expected.shortfall === undefined)
    complaints.push(`the report is headed by ${list(head)} where ${list(expected.expect)} is expected (found: ${list(found)})`);
  const forbidden = found.filter((id) => expected.mustNot.includes(id));
  const allowed = new Set([...expected.expect, ...expected.also, ...forbidden]);
  complaints.push(...forbidden.map((id) => `${id} is found and must not be`));
  complaints.push(...found.filter((id) => !allowed.has(id)).map((id) => `${id} is found and not named by the expectation`));
  const refutedIds = refuted.map(({ signature }) => signature);
  complaints.push(...expected.refuted.filter((id) => !refutedIds.includes(id)).map((id) => `${id} is not refuted`));
  return complaints;
}

function list(ids: readonly string[]): string {
  return ids.length === 0 ? 'nothing' : ids.join(', ');
}
