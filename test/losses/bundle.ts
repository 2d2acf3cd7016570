import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addDerived } from '../../src/analyze.ts';
import { Budget, DEFAULT_LIMITS } from '../../src/bundle/limits.ts';
import { CaseFile } from '../../src/evidence/case-file.ts';
import { Intake } from '../../src/evidence/intake.ts';
import type { Finding } from '../../src/matcher/finding.ts';
import { match } from '../../src/matcher/match.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { readArtefact } from '../../src/read-artefact.ts';
import { sanitize } from '../../src/text/safe-text.ts';

/** A file of a bundle, in memory. */
export interface MemoryFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The files of one incident, in natural order of their names. */
export function readIncident(directory: string): readonly MemoryFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(directory, name)) }));
}

/** The facts of files, as a start for more of them. Whose they are by their places is left out: a text alone has none. */
export async function readFiles(files: readonly MemoryFile[], start = new CaseFile()): Promise<CaseFile> {
  const caseFile = start.without(new Set());
  const intake = new Intake(caseFile, DEFAULT_LIMITS.evidenceBytes);
  for (const { name, bytes } of files) {
    const open = async function* () {
      yield bytes;
    };
    const budget = new Budget({ ...DEFAULT_LIMITS, seconds: 600 }, () => performance.now());
    await readArtefact({ path: sanitize(name), bytes: bytes.length, open, reopenable: true }, intake, budget);
  }
  intake.finish();
  return caseFile;
}

/** What the signatures make of facts that were read; the derived ones are added to a copy. */
export function findingsOf(read: CaseFile, signatures: readonly Signature[]): readonly Finding[] {
  const caseFile = read.without(new Set());
  addDerived(caseFile);
  return match(signatures, caseFile, 0).findings;
}
