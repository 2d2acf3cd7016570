import { describe, expect, test } from 'vitest';
import type { CaseFile } from '../../../src/evidence/case-file.ts';
import type { Incident } from '../../../src/matcher/check/incident.ts';
import { type TestInput, runTests } from '../../../src/matcher/check/run-tests.ts';
import type { Signature } from '../../../src/matcher/signature.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import { caseFile, crash, dump, frame, group, signature } from '../fixture.ts';

/** Each line of a text is a crash with that message; a culprit stands after ` in `. */
async function examine(input: TestInput): Promise<CaseFile> {
  if ('incident' in input && input.incident === 'missing') throw new Error('there is no such incident');
  const text = 'incident' in input ? 'send on closed channel in main.send' : input.text;
  const crashes = text.split('\n').map((line) => {
    const [message = '', name] = line.split(' in ');
    return crash({ message: sanitize(message), ...(name === undefined ? {} : { culprit: frame(name) }) });
  });
  return caseFile(...crashes);
}

const good = signature({
  tests: {
    match: [
      { name: 'first', text: 'send on closed channel in main.f' },
      { name: 'second', incident: 'closed' },
    ],
    nearMiss: [{ name: 'other', text: 'close of closed channel' }],
    mayAlsoMatch: [],
  },
});

const tests = (match: string, nearMiss = 'boom', mayAlsoMatch: readonly string[] = []): Signature['tests'] => ({
  match: [{ name: 'm', text: match }],
  nearMiss: [{ name: 'n', text: nearMiss }],
  mayAlsoMatch,
});

async function failures(
  subjects: readonly Signature[],
  others: readonly Signature[] = [],
  incidents: readonly Incident[] = [],
): Promise<string[]> {
  const results = await runTests({ subjects, signatures: [...subjects, ...others], examine, incidents });
  return results.filter(({ ok }) => !ok).map(({ signature: id, test: name, detail }) => `${id}: ${name}: ${detail}`);
}

describe('runTests', () => {
  test('a good signature fails nothing, and each thing that was tried is listed', async () => {
    const results = await runTests({ subjects: [good], signatures: [good], examine, incidents: [] });
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results.map((one) => one.test)).toEqual([
      'match: first',
      'match: first, no other signature',
      'match: first, no unknown place',
      'match: first, keywords change nothing',
      'match: first, without panic',
      'match: second',
      'match: second, no other signature',
      'match: second, no unknown place',
      'match: second, keywords change nothing',
      'match: second, without panic',
      'near miss: other',
    ]);
  });

  test('a sample that does not match says what came out', async () => {
    expect(await failures([signature({ tests: tests('boom') })])).toEqual([
      'send-on-closed-channel: match: m: does not match; it is cleared: looked at 1 crash report',
    ]);
    const dumps = signature({ applies: { facts: ['dump'] }, tests: tests('send on closed channel') });
    expect(await failures([dumps])).toEqual([
      'send-on-closed-channel: match: m: does not match; it is not applicable: it needs a goroutine dump',
    ]);
    const suspicious = signature({
      condition: 'panic and sender',
      inconclusive: [{ when: 'panic', missing: 'the stack' }],
      tests: tests('send on closed channel'),
    });
    expect(await failures([suspicious])).toEqual(['send-on-closed-channel: match: m: does not match; it is inconclusive: the stack']);
    const broken = signature({ condition: 'panic or', tests: tests('send on closed channel') });
    expect((await failures([broken]))[0]).toContain('is broken: condition ends');
  });

  test('a weak match is not enough', async () => {
    const { panic, sender } = signature().evidence;
    if (panic === undefined || sender === undefined) throw new Error('the fixture has changed');
    const weak = signature({ evidence: { panic: { ...panic, weight: 'weak' }, sender }, tests: tests('send on closed channel') });
    expect(await failures([weak])).toEqual(['send-on-closed-channel: match: m: matches only weakly: panic 1']);
  });

  test('a near miss that matches, or is refuted', async () => {
    const text = 'send on closed channel';
    expect(await failures([signature({ tests: tests(text, text) })])).toEqual([
      'send-on-closed-channel: near miss: n: matches, strong: A goroutine sent on a closed channel.',
    ]);
    expect(await failures([signature({ role: 'refuted', tests: tests(text, text) })])).toEqual([
      'send-on-closed-channel: near miss: n: is refuted: A goroutine sent on a closed channel.',
    ]);
  });

  test('a near miss may be inconclusive', async () => {
    const careful = signature({
      condition: 'panic and sender',
      inconclusive: [{ when: 'panic', missing: 'the stack' }],
      tests: tests('send on closed channel in main.f', 'send on closed channel'),
    });
    expect(await failures([careful])).toEqual([]);
  });

  test('a refuted explanation is looked for where it belongs', async () => {
    expect(await failures([signature({ role: 'refuted', tests: tests('send on closed channel') })])).toEqual([]);
    expect((await failures([signature({ role: 'refuted', tests: tests('boom') })]))[0]).toContain('is not refuted');
  });

  test('another signature that matches the sample must be listed', async () => {
    const other = signature({ id: 'other', keywords: [] });
    const [failure] = await failures([signature({ tests: tests('send on closed channel') })], [other]);
    expect(failure).toContain('m, no other signature: other matches too; make one of them narrower');
    expect(await failures([signature({ tests: tests('send on closed channel', 'boom', ['other']) })], [other])).toEqual([]);
  });

  test('a place that stays unknown', async () => {
    const vague = signature({ summary: 'In {panic.culprit.function}.', tests: tests('send on closed channel') });
    expect(await failures([vague])).toEqual([
      'send-on-closed-channel: match: m, no unknown place: {panic.culprit.function} in summary has no value; use a selection that needs it',
    ]);
  });

  test('the word alone, in the text or the sample, is no unknown place', async () => {
    const { panic } = signature().evidence;
    if (panic === undefined) throw new Error('the fixture has changed');
    const plain = signature({
      keywords: [],
      evidence: { panic: { ...panic, where: { message: { startsWith: 'unknown' } } } },
      summary: 'An unknown thing.',
      tests: tests('unknown user in main.f'),
    });
    expect(await failures([plain])).toEqual([]);
  });

  test('evidence that is called required and is not', async () => {
    const { panic, sender } = signature().evidence;
    if (panic === undefined || sender === undefined) throw new Error('the fixture has changed');
    const peers = { role: 'required', weight: 'weak', fact: 'dump', says: 'a dump' } as const;
    const loose = signature({ evidence: { panic, peers }, condition: 'panic', tests: tests('x') });
    const results = await runTests({
      subjects: [loose],
      signatures: [loose],
      examine: async () => caseFile(crash(), dump(), group()),
      incidents: [],
    });
    expect(results.filter(({ ok }) => !ok).map((one) => one.test)).toContain('match: m, without peers');
    expect(results.find((one) => one.test === 'match: m, without panic')?.ok).toBe(true);
  });

  test('keywords that change the outcome', async () => {
    const { panic, sender } = signature().evidence;
    if (panic === undefined || sender === undefined) throw new Error('the fixture has changed');
    const careless = signature({
      keywords: ['main.f'],
      inconclusive: [],
      tests: { ...tests('x'), match: [{ name: 'm', text: 'send on closed channel in main.f' }] },
    });
    // The function stands only in the culprit frame, which is not searched.
    expect((await failures([careless]))[0]).toContain('does not match; it is cleared');
  });

  test('an input that cannot be read fails its test only', async () => {
    const missing = signature({ tests: { ...tests('x'), match: [{ name: 'm', incident: 'missing' }, ...good.tests.match] } });
    expect(await failures([missing])).toEqual(['send-on-closed-channel: match: m: could not run: there is no such incident']);
  });
});

const expected = { expect: ['send-on-closed-channel'], also: [], mustNot: [], refuted: [] };
const run = (incident: Incident, others: readonly Signature[] = []) => failures([], [signature(), ...others], [incident]);

describe('incidents', () => {
  test('a healthy one has no cause', async () => {
    expect(await run({ name: 'healthy-server' })).toEqual([
      'incidents: healthy-server: send-on-closed-channel is found in a healthy process (strong): A goroutine sent on a closed channel.',
    ]);
    expect(
      await failures([], [signature({ severity: 'info' }), signature({ id: 's', role: 'symptom' })], [{ name: 'healthy-server' }]),
    ).toEqual([]);
  });

  test('the expectation holds or says what differs', async () => {
    expect(await run({ name: 'a', expected })).toEqual([]);
    expect(await run({ name: 'a', expected: { ...expected, expect: ['x'] } })).toEqual([
      'incidents: a: the report is headed by send-on-closed-channel where x is expected (found: send-on-closed-channel); send-on-closed-channel is found and not named by the expectation',
    ]);
    expect(await run({ name: 'a', expected: { ...expected, expect: [], mustNot: ['send-on-closed-channel'] } })).toEqual([
      'incidents: a: send-on-closed-channel is found and must not be',
    ]);
    expect(await run({ name: 'a', expected: { ...expected, refuted: ['gc-sweep-wait'] } })).toEqual([
      'incidents: a: gc-sweep-wait is not refuted',
    ]);
  });

  test('the order of the head counts, and what may be there may', async () => {
    const second = signature({ id: 'b', role: 'symptom' });
    expect(await run({ name: 'a', expected: { ...expected, expect: ['send-on-closed-channel', 'b'] } }, [second])).toEqual([]);
    expect(await run({ name: 'a', expected: { ...expected, expect: ['b', 'send-on-closed-channel'] } }, [second])).toHaveLength(1);
    expect(await run({ name: 'a', expected: { ...expected, also: ['b'] } }, [second])).toEqual([]);
    expect((await run({ name: 'a', expected }, [second]))[0]).toContain('b is found and not named');
  });

  test('a shortfall that is named excuses the order only, and only while it lasts', async () => {
    const second = signature({ id: 'b', role: 'symptom' });
    const shortfall = 'the score of the other is higher';
    expect(await run({ name: 'a', expected: { ...expected, expect: ['b', 'send-on-closed-channel'], shortfall } }, [second])).toEqual([]);
    expect((await run({ name: 'a', expected: { ...expected, expect: ['b'], shortfall } }, [second]))[0]).toContain(
      'is found and not named',
    );
    expect((await run({ name: 'a', expected: { ...expected, also: ['b'], shortfall } }, [second]))[0]).toContain('take its shortfall away');
  });
});
