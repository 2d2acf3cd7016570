import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { examine } from '../../src/analyze.ts';
import { match } from '../../src/matcher/match.ts';
import { loadSignatures } from '../../src/matcher/store.ts';
import { listFingerprints } from '../../src/report/fingerprints/build.ts';
import type { FingerprintEntry } from '../../src/report/fingerprints/listing.ts';

export const SAMPLES = join(import.meta.dirname, '../../samples');

/** The names of the directories below a folder of the samples. */
export function directories(folder: string): readonly string[] {
  return readdirSync(join(SAMPLES, folder), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** Values by what a function says of each, in order of appearance. */
export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** What `goroner fingerprint` lists of a path. */
export async function fingerprintsOf(path: string): Promise<readonly FingerprintEntry[]> {
  const { caseFile, budget } = await examine([path]);
  const { findings } = match(await loadSignatures(), caseFile, budget.hits.length);
  return listFingerprints('0', findings, caseFile).entries;
}
