import { readdir } from 'node:fs/promises';
import { readIncidents } from '../../cli/read-incidents.ts';
import { examineTestInput } from '../../cli/signatures.ts';
import type { Expectation } from '../../matcher/check/incident.ts';
import { type MatchResult, match } from '../../matcher/match.ts';
import type { Signature } from '../../matcher/signature.ts';

/** What all signatures said of one incident of the samples. */
export interface IncidentResult {
  /** Name of its folder under samples/incidents. */
  readonly name: string;
  /** What must be found in it; absent where nobody has said so. */
  readonly expected?: Expectation;
  readonly result: MatchResult;
}

/** What all signatures said of lines that a signature holds as its own proof. */
export interface TextResult {
  /** Id of the signature whose test it is. */
  readonly signature: string;
  /** `match`: that signature must be found. `nearMiss`: it must not. */
  readonly kind: 'match' | 'nearMiss';
  /** What the lines show, in a few words. */
  readonly name: string;
  readonly result: MatchResult;
}

/** Every sample of the project with what was said of it. */
export interface Measured {
  readonly signatures: readonly Signature[];
  /** By name. */
  readonly incidents: readonly IncidentResult[];
  /** Tests with lines only, in the order of the signatures; those that name an incident are among the incidents. */
  readonly texts: readonly TextResult[];
}

/**
 * Matches all signatures against every incident below a folder, and against the lines in their own tests.
 *
 * @throws Error where an expectation file is wrong.
 */
export async function measure(signatures: readonly Signature[], folder: string): Promise<Measured> {
  const examine = examineTestInput(folder);
  const prescribed = new Map((await readIncidents(folder)).map(({ name, expected }) => [name, expected]));
  const names = (await readdir(folder, { withFileTypes: true })).filter((one) => one.isDirectory()).map(({ name }) => name);
  const incidents: IncidentResult[] = [];
  for (const name of names.toSorted()) {
    const expected = prescribed.get(name);
    const result = match(signatures, await examine({ incident: name }), 0);
    incidents.push({ name, ...(expected === undefined ? {} : { expected }), result });
  }
  const texts: TextResult[] = [];
  for (const { id, tests } of signatures)
    for (const kind of ['match', 'nearMiss'] as const)
      for (const { name, text } of tests[kind])
        if (text !== undefined) texts.push({ signature: id, kind, name, result: match(signatures, await examine({ text }), 0) });
  return { signatures, incidents, texts };
}
