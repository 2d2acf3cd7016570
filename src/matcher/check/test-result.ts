import type { CaseFile } from '../../evidence/case-file.ts';
import type { MatchResult } from '../match.ts';

/** One thing that was tried. */
export interface TestResult {
  /** Id of the signature; `incidents` for what an incident as a whole must give. */
  readonly signature: string;
  readonly test: string;
  readonly ok: boolean;
  /** What was seen instead; empty where it is ok. */
  readonly detail: string;
}

/** A sample that has been read and matched against every signature. */
export interface Sample {
  readonly caseFile: CaseFile;
  readonly result: MatchResult;
}

/** A result from the complaints about it: none is ok. */
export function verdict(signature: string, test: string, complaints: readonly string[]): TestResult {
  return { signature, test, ok: complaints.length === 0, detail: complaints.join('; ') };
}
