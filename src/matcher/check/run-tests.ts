import type { CaseFile } from '../../evidence/case-file.ts';
import { type MatchResult, match } from '../match.ts';
import type { Signature, SignatureTest } from '../signature.ts';
import { type Incident, checkIncident } from './incident.ts';
import { type Sample, type TestResult, verdict } from './test-result.ts';
import { deletionResults, keywordResult, placesResult } from './sample-proofs.ts';

/** What a test reads: lines as they stand in a log, or the folder of an incident by name. */
export type TestInput = { readonly text: string } | { readonly incident: string };

/** Reads an input into a case file. Throws where there is no such incident. */
export type Examine = (input: TestInput) => Promise<CaseFile>;

export interface RunOptions {
  /** Signatures whose own tests are run. */
  readonly subjects: readonly Signature[];
  /** All signatures that are matched, the subjects too. */
  readonly signatures: readonly Signature[];
  readonly examine: Examine;
  /** Incidents whose whole result is prescribed. */
  readonly incidents: readonly Incident[];
}

/**
 * Runs the proof of every signature: it matches its samples at least moderately and stops to where a fact that it
 * requires is taken away; it leaves its near misses alone; no other signature matches its samples unless that is
 * listed; no place in its texts stays unknown; its keywords change nothing; the incidents give what they must.
 */
export async function runTests(options: RunOptions): Promise<readonly TestResult[]> {
  const samples = new Map<string, Promise<Sample>>();
  const read = (input: TestInput): Promise<Sample> => {
    const key = 'text' in input ? `text:${input.text}` : `incident:${input.incident}`;
    const known = samples.get(key);
    if (known !== undefined) return known;
    const sample = options.examine(input).then((caseFile) => ({ caseFile, result: match(options.signatures, caseFile, 0) }));
    samples.set(key, sample);
    return sample;
  };
  const results: TestResult[] = [];
  for (const signature of options.subjects) {
    for (const test of signature.tests.match)
      results.push(
        ...(await attempt(signature.id, `match: ${test.name}`, test, read, (sample, name) => matchResults(signature, name, sample))),
      );
    for (const test of signature.tests.nearMiss)
      results.push(
        ...(await attempt(signature.id, `near miss: ${test.name}`, test, read, (sample, name) => [
          nearMissResult(signature, name, sample),
        ])),
      );
  }
  for (const incident of options.incidents)
    results.push(
      ...(await attempt('incidents', incident.name, { incident: incident.name }, read, ({ result }, name) => [
        verdict('incidents', name, checkIncident(incident, result)),
      ])),
    );
  return results;
}

async function attempt(
  signature: string,
  name: string,
  test: Pick<SignatureTest, 'incident' | 'text'>,
  read: (input: TestInput) => Promise<Sample>,
  prove: (sample: Sample, name: string) => readonly TestResult[],
): Promise<readonly TestResult[]> {
  try {
    const input = test.text === undefined ? { incident: test.incident ?? '' } : { text: test.text };
    return prove(await read(input), name);
  } catch (error) {
    return [verdict(signature, name, [`could not run: ${error instanceof Error ? error.message : String(error)}`])];
  }
}

function matchResults(signature: Signature, name: string, sample: Sample): readonly TestResult[] {
  const complaint = complaintAboutMatch(signature, sample.result);
  const own = verdict(signature.id, name, complaint === undefined ? [] : [complaint]);
  // What is said of a match that is not there would only repeat it.
  if (!own.ok) return [own];
  return [
    own,
    othersResult(signature, `${name}, no other signature`, sample.result),
    placesResult(signature, `${name}, no unknown place`, sample),
    keywordResult(signature, `${name}, keywords change nothing`, sample),
    ...deletionResults(signature, name, sample),
  ];
}

function complaintAboutMatch(signature: Signature, result: MatchResult): string | undefined {
  const broken = result.signatureErrors.find((error) => error.signature === signature.id);
  if (broken !== undefined) return `is broken: ${broken.reason}`;
  if (signature.role === 'refuted')
    return result.refuted.some((one) => one.signature === signature.id) ? undefined : `is not refuted; ${outcomeOf(signature, result)}`;
  const findings = result.findings.filter((finding) => finding.signature === signature.id);
  if (findings.length === 0) return `does not match; ${outcomeOf(signature, result)}`;
  if (findings.some(({ confidence }) => confidence !== 'weak')) return undefined;
  return `matches only weakly: ${findings[0]?.scoring.map(({ evidence, points }) => `${evidence} ${points}`).join(', ')}`;
}

function outcomeOf({ id }: Signature, result: MatchResult): string {
  const suspicion = result.inconclusive.find((one) => one.signature === id);
  if (suspicion !== undefined) return `it is inconclusive: ${suspicion.missing.join(' ')}`;
  const cleared = result.cleared.find((one) => one.signature === id);
  if (cleared !== undefined) return `it is cleared: ${cleared.reason}`;
  const without = result.notApplicable.find((one) => one.signature === id);
  return without !== undefined ? `it is not applicable: ${without.reason}` : 'too little is left after what speaks against it';
}

function nearMissResult(signature: Signature, name: string, { result }: Sample): TestResult {
  const finding = result.findings.find((one) => one.signature === signature.id);
  if (finding !== undefined) return verdict(signature.id, name, [`matches, ${finding.confidence}: ${finding.summary}`]);
  const refuted = result.refuted.find((one) => one.signature === signature.id);
  return verdict(signature.id, name, refuted === undefined ? [] : [`is refuted: ${refuted.summary}`]);
}

/** Role `refuted` is left out: its bait may stand in any bundle, and saying so is its purpose. */
function othersResult({ id, tests }: Signature, name: string, result: MatchResult): TestResult {
  const others = new Set(
    result.findings.map((finding) => finding.signature).filter((one) => one !== id && !tests.mayAlsoMatch.includes(one)),
  );
  return verdict(
    id,
    name,
    [...others].map((other) => `${other} matches too; make one of them narrower, or list it in mayAlsoMatch`),
  );
}
