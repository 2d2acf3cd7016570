import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedLines, matrix } from '../../src/build/accuracy/matrix.ts';
import { labelled } from '../../src/build/accuracy/labelled.ts';
import { type Measured, measure } from '../../src/build/accuracy/measure.ts';
import { accuracyPage } from '../../src/build/accuracy/page.ts';
import type { Finding } from '../../src/matcher/finding.ts';
import type { MatchResult } from '../../src/matcher/match.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { loadSignatures, signatureSources } from '../../src/matcher/store.ts';

const root = join(signatureSources(), '..');
const read = (...path: string[]) => readFile(join(root, ...path), 'utf8').catch(() => '');

describe('what npm run accuracy writes', async () => {
  const measured = await measure(await loadSignatures(), join(root, 'samples', 'incidents'));

  test('no line of the matrix has changed', async () => {
    const changed = changedLines(await read('test', 'goldens', 'matrix.tsv'), matrix(measured.incidents));
    expect(changed, 'where this is meant: npm run accuracy').toEqual([]);
  });

  test('docs/accuracy.md is up to date', async () => {
    expect(await read('docs', 'accuracy.md'), 'run npm run accuracy').toBe(accuracyPage(measured));
  });

  test('every incident says what is expected of it, and every sample has a line', () => {
    expect(measured.incidents.filter(({ expected }) => expected === undefined).map(({ name }) => name)).toEqual([]);
    expect(measured.incidents.length).toBeGreaterThan(100);
  });
});

const finding = (signature: string, more: Partial<Finding> = {}) =>
  ({
    id: `${signature}#1`,
    signature,
    family: 'locks',
    role: 'cause',
    severity: 'high',
    confidence: 'strong',
    score: 5,
    causes: [],
    ...more,
  }) as unknown as Finding;
const result = (findings: readonly Finding[], suspected: readonly string[] = []): MatchResult =>
  ({
    findings,
    inconclusive: suspected.map((signature) => ({ signature })),
    refuted: [],
    cleared: [],
    notApplicable: [],
    signatureErrors: [],
    findingsLeftOut: [],
  }) as unknown as MatchResult;

describe('the matrix', () => {
  const line = (one: MatchResult) =>
    matrix([{ name: 'x', result: one }])
      .split('\n')
      .at(-2);

  test('findings in their order, weak ones marked, suspicions apart, what comes again counted', () => {
    expect(line(result([finding('b'), finding('b'), finding('a', { confidence: 'weak' })], ['c', 'c']))).toBe(
      'x\tb strong x2; ~a weak\tc x2\t-',
    );
    expect(line(result([]))).toBe('x\t-\t-\t-');
  });

  test('changed lines are told by the incident, what came and what went too', () => {
    expect(changedLines('a\t1\nb\t1\n', 'a\t1\nb\t2\nc\t1\n')).toEqual(['- b\t1', '+ b\t2', '+ c\t1']);
    expect(changedLines('a\t1\nb\t1\n', 'b\t1\n')).toEqual(['- a\t1']);
    expect(changedLines('a\t1\n', 'a\t1\n')).toEqual([]);
  });
});

describe('where the right cause stands', () => {
  const place = (one: MatchResult) => {
    const expected = { expect: ['right'], also: [], mustNot: [], refuted: [] };
    const measured: Measured = { signatures: [] as Signature[], incidents: [{ name: 'x', expected, result: one }], texts: [] };
    return labelled(measured)[0]?.place;
  };

  test.each<[string, readonly Finding[], readonly string[], string]>([
    ['first', [finding('right'), finding('other')], [], 'heads'],
    ['first, but for what is for information only', [finding('other', { severity: 'info' }), finding('right')], [], 'heads'],
    ['behind another', [finding('other'), finding('right')], [], 'behind'],
    ['behind what leads to it', [finding('other', { causes: ['right#1'] }), finding('right')], [], 'explained'],
    [
      'behind what leads to what leads to it',
      [finding('other', { causes: ['between#1'] }), finding('between', { causes: ['right#1'] }), finding('right')],
      [],
      'explained',
    ],
    ['behind what it leads to', [finding('other'), finding('right', { causes: ['other#1'] })], [], 'behind'],
    ['a suspicion', [finding('other')], ['right'], 'suspected'],
    ['nowhere', [finding('other')], [], 'missed'],
  ])('%s', (_, findings, suspected, expected) => {
    expect(place(result(findings, suspected))).toBe(expected);
  });
});
