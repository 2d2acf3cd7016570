import { describe, expect, test } from 'vitest';
import { match } from '../../src/matcher/match.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation, crash, signature } from './fixture.ts';

function one(id: string, over: Partial<Signature> = {}): Signature {
  return signature({
    id,
    keywords: [],
    evidence: { it: { role: 'required', weight: 'decisive', fact: 'crash', where: { message: id }, says: 'it is there' } },
    condition: 'it',
    culprit: 'it.culprit',
    distinct: ['it.message'],
    ...over,
  });
}

function order(signatures: readonly Signature[], over: Parameters<typeof crash>[0] = {}): string[] {
  const facts = signatures.map(({ id }, i) => crash({ message: sanitize(id), citations: [citation(i + 1)], ...over }));
  return match(signatures, caseFile(...facts), 0).findings.map((finding) => finding.signature);
}

describe('rank', () => {
  test('a cause stands before what it explains, whatever the scores', () => {
    expect(order([one('a', { severity: 'critical' }), one('b', { severity: 'low', explains: ['a'] })])).toEqual(['b', 'a']);
  });

  test('a chain stands root first, with its links', () => {
    const chain = [one('a'), one('b', { explains: ['a'] }), one('c', { explains: ['b'] })];
    const facts = chain.map(({ id }) => crash({ message: sanitize(id) }));
    const { findings } = match(chain, caseFile(...facts), 0);
    expect(findings.map(({ id, causes, causedBy }) => ({ id, causes, causedBy }))).toEqual([
      { id: 'c#1', causes: ['b#1'], causedBy: [] },
      { id: 'b#1', causes: ['a#1'], causedBy: ['c#1'] },
      { id: 'a#1', causes: [], causedBy: ['b#1'] },
    ]);
  });

  test('a circle is broken and loses nothing', () => {
    const found = order([one('a', { explains: ['b'] }), one('b', { explains: ['c'] }), one('c', { explains: ['a'] })]);
    expect(found.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('facts of different scopes are not linked', () => {
    const signatures = [one('a'), one('b', { explains: ['a'] })];
    const facts = signatures.map(({ id }) => crash({ message: sanitize(id), scope: { pod: sanitize(id) } }));
    const { findings } = match(signatures, caseFile(...facts), 0);
    expect(findings.map(({ id, causes }) => ({ id, causes }))).toEqual([
      { id: 'a#1', causes: [] },
      { id: 'b#1', causes: [] },
    ]);
  });

  test('then role, score, severity and id', () => {
    const weaker = {
      evidence: { it: { role: 'required', weight: 'strong', fact: 'crash', where: { message: 'd' }, says: 'it' } },
    } as const;
    expect(
      order([
        one('z', { role: 'symptom' }),
        one('y', { role: 'amplifier' }),
        one('d', weaker),
        one('x', { severity: 'low' }),
        one('b'),
        one('a'),
      ]),
    ).toEqual(['a', 'b', 'x', 'd', 'y', 'z']);
  });

  test('an experimental signature never heads a stable one, though it explains it', () => {
    expect(order([one('a', { status: 'experimental', explains: ['b'] }), one('b', { role: 'symptom' })])).toEqual(['b', 'a']);
    expect(order([one('a', { status: 'experimental', explains: ['b'] }), one('b', { status: 'experimental' })])).toEqual(['a', 'b']);
  });

  test('a weak cause explains nothing', () => {
    const weak = one('b', {
      explains: ['a'],
      evidence: { it: { role: 'required', weight: 'weak', fact: 'crash', where: { message: 'b' }, says: 'it' } },
    });
    expect(order([one('a'), weak])).toEqual(['a', 'b']);
  });

  test('unread input lowers every score by a point, shown as such', () => {
    const [finding] = match([one('a')], caseFile(crash({ message: sanitize('a') })), 3).findings;
    expect(finding).toMatchObject({ score: 4, confidence: 'moderate' });
    expect(finding?.scoring.at(-1)).toEqual({
      evidence: 'limits',
      points: -1,
      statement: '3 limits were hit: part of the input was not read',
    });
  });
});

describe('a flood', () => {
  const flood = (id: string, count: number) =>
    Array.from({ length: count }, (_, i) => crash({ message: sanitize(`${id} ${i}`), citations: [citation(count - i)] }));
  const any = (id: string, over: Partial<Signature> = {}) =>
    one(id, {
      evidence: {
        it: { role: 'required', weight: 'decisive', fact: 'crash', where: { message: { matches: `^${id} ` } }, says: 'it is there' },
      },
      ...over,
    });

  test('of one signature the strongest findings are listed, those that were read first, and the others counted', () => {
    const result = match([any('a'), any('b')], caseFile(...flood('a', 5000), ...flood('b', 3)), 0);
    expect(result.findings.filter(({ signature: id }) => id === 'a').map(({ evidence }) => evidence[0]?.citation.firstLine)).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    expect(result.findings.filter(({ signature: id }) => id === 'b')).toHaveLength(3);
    expect(result.findingsLeftOut).toEqual([{ signature: 'a', count: 4900 }]);
  });

  test('a stronger finding is not lost among many weaker ones', () => {
    const strong = { role: 'supporting', weight: 'strong', of: 'it', where: { message: 'a 4000' }, says: 'more' } as const;
    const signatureA = any('a');
    const both = any('a', { evidence: { ...signatureA.evidence, strong } });
    const { findings } = match([both], caseFile(...flood('a', 5000)), 0);
    expect(findings).toHaveLength(100);
    expect(findings[0]).toMatchObject({ score: 8 });
  });

  test('every listed finding of a cause is linked with every one that it explains', () => {
    const { findings } = match([any('a'), any('b', { explains: ['a'] })], caseFile(...flood('a', 300), ...flood('b', 300)), 0);
    expect(findings.map(({ signature: id }) => id)).toEqual([
      ...Array.from({ length: 100 }, () => 'b'),
      ...Array.from({ length: 100 }, () => 'a'),
    ]);
    expect(findings.map(({ causes, causedBy }) => [causes.length, causedBy.length])).toEqual([
      ...Array.from({ length: 100 }, () => [100, 0]),
      ...Array.from({ length: 100 }, () => [0, 100]),
    ]);
  });

  test('refuted explanations are bounded in the same way', () => {
    const { refuted, findingsLeftOut } = match([any('a', { role: 'refuted' })], caseFile(...flood('a', 150)), 0);
    expect([refuted.length, findingsLeftOut]).toEqual([100, [{ signature: 'a', count: 50 }]]);
  });
});
