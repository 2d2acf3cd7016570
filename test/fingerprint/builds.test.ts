import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine } from '../../src/analyze.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { fingerprintOfFact } from '../../src/fingerprint/of-fact.ts';
import { SAMPLES, directories, groupedBy } from './samples.ts';

const FAULTS = directories('builds');

/** Of the crash in a file, or else of its largest group of goroutines. */
async function printOf(path: string): Promise<Fingerprint | undefined> {
  const { caseFile } = await examine([path]);
  const fact = caseFile.of('crash')[0] ?? caseFile.of('goroutines').toSorted((a, b) => b.count - a.count)[0];
  return fact === undefined ? undefined : fingerprintOfFact(fact, caseFile);
}

const prints = new Map<string, ReadonlyMap<string, Fingerprint | undefined>>();
async function ofFault(fault: string): Promise<ReadonlyMap<string, Fingerprint | undefined>> {
  let known = prints.get(fault);
  if (known === undefined) {
    const folder = join(SAMPLES, 'builds', fault);
    const files = readdirSync(folder).toSorted();
    known = new Map(await Promise.all(files.map(async (file) => [file, await printOf(join(folder, file))] as const)));
    prints.set(fault, known);
  }
  return known;
}

describe.each(FAULTS)('%s', (fault) => {
  test('is one fault, whatever built it and however it was printed', async () => {
    const made = await ofFault(fault);
    expect(made.size).toBeGreaterThanOrEqual(15);
    const texts = groupedBy([...made], ([, print]) => print?.text ?? print?.reason ?? 'nothing');
    expect([...texts].map(([text, files]) => [text, files.map(([file]) => file)])).toEqual([[[...texts.keys()][0], [...made.keys()]]]);
    expect([...made.values()].every((print) => print?.hash !== null && print !== undefined)).toBe(true);
  });

  // L4 has the library's own frames and the go statement, which differ.
  test.each(['L2', 'L3'] as const)('at %s, too', async (level) => {
    const hashes = new Set([...(await ofFault(fault)).values()].map((print) => print?.levels[level]));
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  });
});

test('different faults have different fingerprints', async () => {
  const all = await Promise.all(FAULTS.map(async (fault) => [...(await ofFault(fault)).values()][0]?.hash));
  expect(FAULTS.length).toBe(7);
  expect(new Set(all).size).toBe(FAULTS.length);
});
