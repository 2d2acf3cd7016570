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
