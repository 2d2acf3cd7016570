import { describe, expect, test } from 'vitest';
import { match } from '../../src/matcher/match.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation, crash as crashOf, signature } from './fixture.ts';

/** A process dies once, but can recover from many panics: what is said of links holds of these. */
const crash: typeof crashOf = (over) => crashOf({ class: 'recovered-panic', ...over });

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

  test('what is information stands behind the faintest reason', () => {
    const weak = one('b', {
      evidence: { it: { role: 'required', weight: 'weak', fact: 'crash', where: { message: 'b' }, says: 'it' } },
      role: 'symptom',
    });
    expect(order([one('a', { severity: 'info' }), weak])).toEqual(['b', 'a']);
  });

  test('a process dies once: of two crashes neither explains the other, of one crash each signature may', () => {
    const ended = { class: 'panic' } as const;
    const linked = (...facts: readonly FactDraft[]) =>
      match([one('a'), one('b', { explains: ['a'] })], caseFile(...facts), 0).findings.map(({ causedBy }) => causedBy);
    expect(linked(crash({ message: sanitize('a'), ...ended }), crash({ message: sanitize('b'), ...ended }))).toEqual([[], []]);
    expect(linked(crash({ message: sanitize('a'), ...ended }), crash({ message: sanitize('b') }))).toEqual([[], ['b#1']]);
    const both = one('b', { explains: ['a'], evidence: { it: { ...one('a').evidence['it'], weight: 'decisive' } as never } });
    const { findings } = match([one('a'), both], caseFile(crash({ message: sanitize('a'), ...ended })), 0);
    expect(findings.map(({ id, causedBy }) => [id, causedBy])).toEqual([
      ['b#1', []],
      ['a#1', ['b#1']],
    ]);
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

describe('over time', () => {
  const MINUTE = 60_000;
  type Times = { readonly firstUnixMs?: number; readonly lastUnixMs?: number };
  const log = (topic: string, times: Times, line = 1): FactDraft => ({
    type: 'log',
    certainty: 'stated',
    citations: [citation(line)],
    scope: {},
    topic: sanitize(topic),
    message: sanitize(topic),
    count: 2,
    values: [],
    largest: [],
    atEnd: false,
    ...times,
  });
  const ofLog = (id: string, over: Partial<Signature> = {}): Signature => {
    const { culprit: _, ...rest } = signature({
      id,
      keywords: [],
      applies: { facts: ['log'] },
      evidence: { it: { role: 'required', weight: 'decisive', fact: 'log', where: { topic: id }, says: 'it is there' } },
      condition: 'it',
      distinct: ['it.topic'],
      ...over,
    });
    return rest;
  };
  const cause = ofLog('cause', { explains: ['effect'] });
  const isLinked = (signatures: readonly Signature[], ...facts: FactDraft[]) => {
    const { findings } = match(signatures, caseFile(...facts), 0);
    const effect = findings.find(({ signature: id }) => id === 'effect');
    return effect?.causedBy.length === 1;
  };
  const at = (firstUnixMs: number, lastUnixMs = firstUnixMs): Times => ({ firstUnixMs, lastUnixMs });

  test.each<[string, Times, Times, boolean]>([
    ['the cause comes first', at(0), at(MINUTE), true],
    ['both at once', at(MINUTE), at(MINUTE), true],
    ['the cause is stamped a little later, by who looks every ten seconds', at(15_000), at(0), true],
    ['the cause begins after the effect was over', at(15_001), at(0), false],
    ['the effect goes on when the cause begins', at(5 * MINUTE), at(0, 6 * MINUTE), true],
    ['the cause goes on after the effect', at(0, 9 * MINUTE), at(MINUTE), true],
    ['no time of the cause', {}, at(0), true],
    ['no time of the effect', at(9 * MINUTE), {}, true],
    ['no end of the effect', at(9 * MINUTE), { firstUnixMs: 0 }, true],
    ['no beginning of the cause', { lastUnixMs: 9 * MINUTE }, at(0), true],
  ])('%s', (_, ofCause, ofEffect, linked) => {
    const signatures = [cause, ofLog('effect', { role: 'symptom' })];
    expect(isLinked(signatures, log('cause', ofCause), log('effect', ofEffect))).toBe(linked);
  });

  test('a cause that comes too late does not stand before its effect on that account', () => {
    const signatures = [ofLog('cause', { role: 'symptom', explains: ['effect'] }), ofLog('effect')];
    const order = (...times: [Times, Times]) =>
      match(signatures, caseFile(log('cause', times[0]), log('effect', times[1])), 0).findings.map(({ signature: id }) => id);
    expect(order(at(0), at(MINUTE))).toEqual(['cause', 'effect']);
    expect(order(at(MINUTE), at(0))).toEqual(['effect', 'cause']);
  });

  test('of a finding in several places the first and the last count; one without a time leaves it open', () => {
    const signatures = [cause, ofLog('effect')];
    const late = log('cause', at(9 * MINUTE));
    expect(isLinked(signatures, late, log('effect', at(0)))).toBe(false);
    expect(isLinked(signatures, late, log('cause', at(-MINUTE), 2), log('effect', at(0)))).toBe(true);
    expect(isLinked(signatures, late, log('cause', {}, 2), log('effect', at(0)))).toBe(true);
    expect(isLinked(signatures, late, log('effect', at(0)), log('effect', at(10 * MINUTE), 2))).toBe(true);
  });

  test('evidence beside the anchor may show that it began earlier', () => {
    const evidence: Signature['evidence'] = {
      ...cause.evidence,
      sign: { role: 'supporting', weight: 'weak', fact: 'log', where: { topic: 'sign' }, says: 'a sign' },
    };
    const against: Signature['evidence'] = { ...evidence, sign: { ...evidence['sign'], role: 'contradicting' } as never };
    const facts = [log('cause', at(9 * MINUTE)), log('sign', at(-MINUTE)), log('effect', at(0))];
    expect(isLinked([{ ...cause, evidence }, ofLog('effect')], ...facts)).toBe(true);
    expect(isLinked([{ ...cause, evidence: against }, ofLog('effect')], ...facts)).toBe(false);
  });

  test('times of a kernel are since its boot, and are compared within one file only', () => {
    const kernel = (event: 'io-error' | 'hung-task', atSeconds: number, path = 'dmesg'): FactDraft => ({
      type: 'kernel',
      certainty: 'stated',
      citations: [citation(1, path)],
      scope: {},
      event,
      atSeconds,
      count: 1,
    });
    const ofKernel = (id: string, event: string, over: Partial<Signature> = {}) =>
      ofLog(id, {
        applies: { facts: ['kernel'] },
        evidence: { it: { role: 'required', weight: 'decisive', fact: 'kernel', where: { event }, says: 'it is there' } },
        distinct: ['it.event'],
        ...over,
      });
    const signatures = [ofKernel('cause', 'io-error', { explains: ['effect'] }), ofKernel('effect', 'hung-task')];
    expect(isLinked(signatures, kernel('io-error', 10), kernel('hung-task', 20))).toBe(true);
    expect(isLinked(signatures, kernel('io-error', 100), kernel('hung-task', 20))).toBe(false);
    expect(isLinked(signatures, kernel('io-error', 100, 'other'), kernel('hung-task', 20))).toBe(true);
    expect(isLinked([...signatures, cause], log('cause', at(MINUTE)), kernel('hung-task', 20))).toBe(true);
  });

  test('a crash was when its container ended', () => {
    const run = { pod: sanitize('web-0'), container: sanitize('web'), incarnation: 3 };
    const container: FactDraft = {
      type: 'container',
      certainty: 'stated',
      citations: [citation(9)],
      scope: run,
      name: sanitize('web'),
      kind: 'container',
      previous: true,
      state: 'terminated',
      exitCode: 2,
      startedUnixMs: -MINUTE,
      finishedUnixMs: 0,
      environment: [],
      memoryLimitVariables: [],
      hostPorts: [],
    };
    const effect = one('effect');
    const died = crashOf({ message: sanitize('effect'), scope: run });
    expect(isLinked([cause, effect], container, died, log('cause', at(-1)))).toBe(true);
    expect(isLinked([cause, effect], container, died, log('cause', at(MINUTE)))).toBe(false);
    expect(isLinked([cause, effect], { ...container, exitCode: 0 }, died, log('cause', at(MINUTE)))).toBe(true);
    expect(isLinked([cause, effect], died, log('cause', at(MINUTE)))).toBe(true);
    // Its own time goes before that of its container.
    expect(isLinked([cause, effect], container, { ...died, atUnixMs: 2 * MINUTE }, log('cause', at(MINUTE)))).toBe(true);
    // A panic that was recovered is not what ended it.
    expect(isLinked([cause, effect], container, { ...died, class: 'recovered-panic' }, log('cause', at(MINUTE)))).toBe(true);
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
