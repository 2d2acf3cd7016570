import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examineTestInput } from '../../src/cli/signatures.ts';
import type { CaseFile } from '../../src/evidence/case-file.ts';
import { readIncidents } from '../../src/cli/read-incidents.ts';
import { type TestInput, runTests } from '../../src/matcher/check/run-tests.ts';
import { sameOutcome } from '../../src/matcher/check/sample-proofs.ts';
import { compileSignature } from '../../src/matcher/compile.ts';
import { evaluate } from '../../src/matcher/evaluate.ts';
import { loadSignatures, signatureSources } from '../../src/matcher/store.ts';

const folder = join(signatureSources(), '..', 'samples', 'incidents');
const signatures = await loadSignatures();

/** Every sample is read once, whoever asks. */
const samples = new Map<string, Promise<CaseFile>>();
const readSample = examineTestInput(folder);
const examine = (input: TestInput): Promise<CaseFile> => {
  const key = JSON.stringify(input);
  const sample = samples.get(key) ?? readSample(input);
  samples.set(key, sample);
  return sample;
};

const results = await runTests({ subjects: signatures, signatures, examine, incidents: await readIncidents(folder) });

describe('every signature is proved', () => {
  test.each([...signatures.map(({ id }) => id), 'incidents'])('%s', (id) => {
    const failed = results.filter((result) => result.signature === id && !result.ok);
    expect(failed.map(({ test: name, detail }) => `${name}: ${detail}`)).toEqual([]);
  });
});

test('a page without a rule has no rule, and every other signature has one', () => {
  const withoutRule = signatures.filter(({ evidence }) => Object.keys(evidence).length === 0).map(({ id }) => id);
  expect(withoutRule).toEqual(signatures.filter(({ pageOnly }) => pageOnly !== undefined).map(({ id }) => id));
});

test('keywords are a shortcut: on no sample does any signature come out otherwise without them', async () => {
  const rules = signatures.filter(({ pageOnly }) => pageOnly === undefined);
  const compiled = rules.map((signature) => [compileSignature(signature), compileSignature({ ...signature, keywords: [] })] as const);
  const differing: string[] = [];
  for (const [key, sample] of samples) {
    const caseFile = await sample.catch(() => undefined);
    if (caseFile === undefined) continue;
    for (const [short, long] of compiled)
      if (!sameOutcome(evaluate(short, caseFile), evaluate(long, caseFile))) differing.push(`${short.signature.id} on ${key.slice(0, 80)}`);
  }
  expect(differing).toEqual([]);
});
