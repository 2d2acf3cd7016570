import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkFiles } from '../../../src/matcher/check/check-files.ts';
import { formatProblem } from '../../../src/matcher/check/problem.ts';
import type { Selection, Signature, Where } from '../../../src/matcher/signature.ts';
import { page, signature, yaml } from '../fixture.ts';

const PATH = 'channels/send-on-closed-channel.yaml';

function problems(over: Partial<Signature>, path = PATH): readonly string[] {
  return checkFiles([{ path, text: yaml(signature(over)) }]).problems.map(formatProblem);
}

/** Problems of the signature with other selections; the texts name only the anchor. */
function selectionProblems(evidence: Signature['evidence'], over: Partial<Signature> = {}): readonly string[] {
  // What is undefined is not written to the file.
  const file = { ...signature(), condition: undefined, culprit: undefined, distinct: [], evidence, ...over };
  return checkFiles([{ path: PATH, text: yaml(file) }]).problems.map(formatProblem);
}

const anchor: Selection = { role: 'required', weight: 'decisive', fact: 'crash', says: 'it' };
const further: Selection = { role: 'supporting', weight: 'weak', of: 'it', says: 'more' };
const where = (value: Selection['where'] & object): Signature['evidence'] => ({ it: { ...anchor, where: value } });

const joined = (same: string) =>
  selectionProblems({ it: anchor, b: { ...anchor, role: 'supporting', where: { dump: { same } } }, c: further });
const set = (signatures: readonly Signature[], others: readonly Signature[] = []) =>
  checkFiles(
    signatures.map((one) => ({ path: `${one.family}/${one.id}.yaml`, text: yaml(one) })),
    others,
  ).problems.map(formatProblem);
const named = (id: string, over: Partial<Signature> = {}) => signature({ id, ...over });

test('a good signature has no problem', () => expect(problems({})).toEqual([]));

describe('names', () => {
  test('the id is the name of the file', () => {
    expect(problems({}, 'channels/other.yaml')).toEqual([
      'channels/other.yaml:2:5: "send-on-closed-channel" is not the name of the file; name the file send-on-closed-channel.yaml',
    ]);
  });

  test('the family is the name of the folder, where there is one', () => {
    expect(problems({ family: 'locks' })[0]).toBe(`${PATH}:4:9: "locks" is not the name of the folder; move the file to the folder locks`);
    expect(problems({}, 'send-on-closed-channel.yaml')).toEqual([]);
  });

  test('the order of the fields', () => {
    const { title, ...rest } = signature();
    const text = stringify({ ...rest, title });
    const [problem] = checkFiles([{ path: PATH, text }]).problems;
    expect(problem?.message).toMatch(/^title stands after tests; keep the order: format, id, title, family, status/);
    expect(problem?.line).toBe(text.split('\n').findIndex((line) => line.startsWith('title:')) + 1);
  });
});

describe('a page without a rule', () => {
  const pageProblems = (over: Partial<Signature>) =>
    checkFiles([{ path: 'channels/a-recipe.yaml', text: yaml(page(over)) }]).problems.map(({ message }) => message);

  test('needs neither facts, nor evidence, nor tests', () => expect(pageProblems({})).toEqual([]));

  test('is of role refuted alone', () =>
    expect(pageProblems({ role: 'cause' })).toEqual(['is for role refuted alone; a cause needs a rule that finds it']));

  test('says why', () => expect(pageProblems({ pageOnly: 'none' })).toEqual(['says nothing; say why no bundle shows it']));

  test.each<[string, Partial<Signature>]>([
    ['facts', { applies: { facts: ['crash'] } }],
    ['releases', { applies: { facts: [], go: '>=1.21' } }],
    ['keywords', { keywords: ['x'] }],
    ['evidence', { evidence: { it: anchor } }],
    ['a condition', { condition: 'it' }],
    ['a culprit', { culprit: 'it.culprit' }],
    ['what is distinct', { distinct: ['it.message'] }],
    ['what it explains', { explains: ['crashloop-backoff'] }],
    ['a suspicion', { inconclusive: [{ when: 'it', missing: 'it' }] }],
    ['a match', { tests: { match: [{ name: 'a', text: 'a' }], nearMiss: [], mayAlsoMatch: [] } }],
    ['a near miss', { tests: { match: [], nearMiss: [{ name: 'a', text: 'a' }], mayAlsoMatch: [] } }],
  ])('has nothing of a rule: %s', (_, over) =>
    expect(pageProblems(over)).toContain('is part of a rule, and pageOnly says that there is none; take one of them out'),
  );

  test('without the word a signature has to have a rule', () => {
    const { pageOnly, ...rest } = page();
    const messages = checkFiles([{ path: 'channels/a-recipe.yaml', text: yaml(rest) }]).problems.map(({ message }) => message);
    expect(pageOnly).toBeDefined();
    expect(messages).toContain('is empty; name the types of facts that the signature looks at');
    expect(messages).toContain('is empty; name at least one selection');
    expect(messages).toContain('tests.match has 0 of at least 2 tests; add one');
  });
});

describe('selections', () => {
  test('the first one is required', () => {
    expect(selectionProblems({ it: { ...anchor, role: 'supporting' } })[0]).toContain(
      'the first selection is the anchor, so it must be required',
    );
  });

  test('the first one selects facts', () => {
    expect(selectionProblems({ it: { role: 'required', weight: 'decisive', says: 'it' } }).join('\n')).toContain(
      'the first selection is the anchor and needs fact',
    );
  });

  test('its fact is one that the signature applies to', () => {
    expect(problems({ applies: { facts: ['dump'] } })).toEqual([
      `${PATH}:9:3: does not name crash, which the first selection selects; add it`,
    ]);
  });

  test('either fact or of', () => {
    expect(selectionProblems({ it: anchor, b: { ...further, fact: 'crash' } })[0]).toContain('stands beside fact; give one of them');
    expect(selectionProblems({ it: anchor, b: { role: 'supporting', weight: 'weak', says: 'x' } })[0]).toContain(
      'b selects nothing; give it fact or of',
    );
  });

  test('of names an earlier selection', () => {
    expect(selectionProblems({ it: anchor, b: { ...further, of: 'c' } })[0]).toContain('there is no selection "c"; use one of: it');
    expect(selectionProblems({ it: anchor, b: { ...further, of: 'c' }, c: further })[0]).toContain(
      '"c" is not bound yet; name an earlier selection',
    );
  });

  test('each names a list', () => {
    expect(selectionProblems({ it: { ...anchor, each: 'chain' } })).toEqual([]);
    expect(selectionProblems({ it: { ...anchor, each: 'culprit' } })[0]).toContain(
      'must name a list, but it is an object with the fields function',
    );
    expect(selectionProblems({ it: { ...anchor, each: 'chains' } })[0]).toContain('there is no field "chains"; use one of: id,');
    expect(selectionProblems({ it: anchor, b: { ...further, each: 'chain' } })[0]).toContain('stands beside of, where it has no effect');
  });

  test('names that are words of conditions', () => {
    expect(selectionProblems({ it: anchor, and: further })[0]).toContain('"and" is a word of conditions');
  });

  test('what is taken as a guess: its fields exist, and it compares with nothing that is bound', () => {
    const likely = (where: Where) => ({ likely: { where, says: 'it seems so' } });
    expect(selectionProblems({ it: { ...anchor, ...likely({ class: 'panic' }) } })).toEqual([]);
    expect(selectionProblems({ it: { ...anchor, ...likely({ klass: 'panic' }) } })[0]).toContain('there is no field "klass"');
    expect(selectionProblems({ it: anchor, b: { ...further, ...likely({ class: 'panic' }) } })[0]).toContain('stands beside of');
    expect(
      selectionProblems({
        it: anchor,
        b: { ...anchor, role: 'supporting', ...likely({ 'culprit.function': { same: 'it.culprit.function' } }) },
      })[0],
    ).toContain('compares with what is bound');
    expect(selectionProblems({ it: { ...anchor, likely: { where: { class: 'panic' }, says: '{it.nothing}' } } }).join()).toContain(
      'there is no field "nothing"',
    );
  });

  test('weights: a guess is not decisive, and moderate can be reached', () => {
    expect(selectionProblems({ it: { ...anchor, guess: true } })[0]).toContain('a guess is never decisive');
    expect(selectionProblems({ it: { ...anchor, weight: 'moderate' } })[0]).toContain('all weights together give 2 points');
    expect(selectionProblems({ it: { ...anchor, weight: 'moderate' }, b: further })).toEqual([]);
  });
});

describe('fields and operators of a where', () => {
  test('fields exist', () => {
    expect(selectionProblems(where({ mesage: 'x' }))[0]).toMatch(/: there is no field "mesage"; use one of: id, .*message/);
    expect(selectionProblems(where({ 'culprit.func': 'x' }))[0]).toContain(
      'there is no field "culprit.func"; use one of: function, file, line, origin, inlined, args',
    );
    expect(selectionProblems(where({ 'message.length': 3 }))[0]).toContain('nothing is below "message"; shorten the path');
    expect(selectionProblems(where({ culprit: { func: 'x' } }))[0]).toContain('there is no field "func"');
    expect(selectionProblems(where({ chain: { some: { text: 'x' } } }))[0]).toContain(
      'there is no field "text"; use one of: message, recovered',
    );
    expect(selectionProblems(where({ constructor: { exists: true } }))[0]).toContain('there is no field "constructor"');
  });

  test('elements of lists and their number', () => {
    expect(selectionProblems(where({ 'goroutine.frames.0.line': { gt: 3 }, 'chain.length': { gte: 2 } }))).toEqual([]);
    expect(selectionProblems(where({ 'chain.message': 'x' }))[0]).toContain('there is no field "chain.message"; use one of: 0, 1, length');
  });

  test('of and each have the fields of what they select', () => {
    const elements: Selection = { ...anchor, each: 'chain', where: { message: 'x' } };
    expect(selectionProblems({ it: elements, b: { ...further, where: { recovered: { exists: true } } } })).toEqual([]);
    expect(selectionProblems({ it: elements, b: { ...further, where: { class: 'panic' } } })[0]).toContain(
      'there is no field "class"; use one of: message, recovered',
    );
  });

  test('operators fit the field', () => {
    expect(selectionProblems(where({ message: { gte: 3 } }))[0]).toContain('gte needs a number, but the field is a text');
    expect(selectionProblems(where({ exitStatus: { matches: '2' } }))[0]).toContain('matches needs a text, but the field is a number');
    expect(selectionProblems(where({ message: { some: 'x' } }))[0]).toContain('some needs a list, but the field is a text');
    expect(selectionProblems(where({ message: { line: 3 } }))[0]).toContain('has fields of its own, but it is a text');
    expect(selectionProblems(where({ class: { startsWith: 'recovered' } }))).toEqual([]);
  });

  test('values fit the field', () => {
    expect(selectionProblems(where({ class: 'panik' }))[0]).toContain(
      'can never equal "panik": the field is one of panic, recovered-panic',
    );
    expect(selectionProblems(where({ class: { in: ['panic', 'fatal'] } }))[0]).toContain('can never equal "fatal"');
    expect(selectionProblems(where({ class: { not: { is: 'fatal' } } }))[0]).toContain('can never equal "fatal"');
    expect(selectionProblems(where({ exitStatus: '2' }))[0]).toContain('can never equal "2": the field is a number');
    expect(selectionProblems(where({ truncated: 'no' }))[0]).toContain('the field is true or false');
    expect(selectionProblems(where({ message: 3 }))[0]).toContain('the field is a text');
    expect(selectionProblems(where({ preceding: 'x' }))[0]).toContain('compares a value with a list; test its elements');
  });

  test('the run of a container is a number or a word', () => {
    for (const one of [3, 'previous', { gte: 1 }, { in: ['current', 2] }])
      expect(selectionProblems(where({ 'scope.incarnation': one }))).toEqual([]);
    expect(selectionProblems(where({ 'scope.incarnation': 'last' }))[0]).toContain('the field is a number or one of current, previous');
  });

  test('patterns are RE2', () => {
    expect(selectionProblems(where({ message: { matches: 'a(?=b)' } }))[0]).toMatch(/is no RE2 pattern: .*; RE2 has no look-around/);
    expect(selectionProblems(where({ preceding: { some: { matches: String.raw`(a)\1` } } }))[0]).toContain('is no RE2 pattern');
  });

  test('same names a value of an earlier selection', () => {
    expect(joined('it.dump')).toEqual([]);
    expect(joined('its.dump')[0]).toContain('there is no selection "its"');
    expect(joined('c.dump')[0]).toContain('"c.dump" is not bound yet');
    expect(joined('b.dump')[0]).toContain('"b.dump" is not bound yet');
    expect(joined('it.dumps')[0]).toContain('there is no field "dumps"');
    expect(joined('it.chain')[0]).toContain('compares lists or objects');
  });

  test('kin names functions of an earlier selection', () => {
    const kin = (path: string, field = 'culprit.function') =>
      selectionProblems({ it: anchor, b: { ...anchor, role: 'supporting', where: { [field]: { kin: path } } }, c: further });
    expect(kin('it.culprit.function')).toEqual([]);
    expect(kin('it.goroutine.functions')).toEqual([]);
    expect(kin('its.culprit.function')[0]).toContain('there is no selection "its"');
    expect(kin('c.culprit.function')[0]).toContain('"c.culprit.function" is not bound yet');
    expect(kin('it.culprit.name')[0]).toContain('there is no field "culprit.name"');
    expect(kin('it.chain')[0]).toContain('kin compares names of functions');
    expect(kin('it.culprit.line')[0]).toContain('kin compares names of functions');
    expect(kin('it.culprit.function', 'exitStatus')[0]).toContain('kin compares names of functions');
  });

  test('atLeast names a number of an earlier selection', () => {
    const multiple = (path: string, field = 'culprit.line') =>
      selectionProblems({
        it: anchor,
        b: { ...anchor, role: 'supporting', where: { [field]: { atLeast: { times: 0.5, of: path } } } },
        c: further,
      });
    expect(multiple('it.culprit.line')).toEqual([]);
    expect(multiple('c.culprit.line')[0]).toContain('"c.culprit.line" is not bound yet');
    expect(multiple('it.culprit.function')[0]).toContain('must be a number');
    expect(multiple('it.culprit.line', 'culprit.function')[0]).toContain('atLeast needs a number');
  });
});

describe('anchors', () => {
  const crash: Selection = { ...anchor, role: 'supporting', says: 'x' };
  const dump: Selection = { ...crash, fact: 'dump' };
  const facts: Signature['applies'] = { facts: ['crash', 'dump'] };
  const withAnchors = (over: Partial<Signature>, evidence: Signature['evidence'] = { it: crash, b: dump }) =>
    selectionProblems(evidence, { applies: facts, anchors: ['it', 'b'], condition: 'it or b', summary: 's', why: 'w', fix: 'f', ...over });

  test('several, each of a type of its own', () => expect(withAnchors({})).toEqual([]));

  test('are selections that select facts', () => {
    expect(withAnchors({ anchors: ['it', 'x'] })[0]).toContain('there is no selection "x"; use one of: it, b');
    expect(withAnchors({ anchors: ['it'], condition: 'it' })[0]).toContain('name two at least, or take it out');
    expect(withAnchors({ applies: { facts: ['crash'] } })[0]).toContain('does not name dump, which b selects; add it');
    expect(withAnchors({}, { it: crash, b: further })[0]).toContain('b is an anchor and needs fact');
    expect(withAnchors({}, { it: anchor, b: dump })[0]).toContain('it is an anchor among others, so it must be supporting');
  });

  test('tell findings apart where each of them has a path', () => {
    expect(withAnchors({ distinct: ['it.message'] })[0]).toContain('it.message has no value where that selection found nothing');
    expect(withAnchors({ distinct: ['it.message', 'b.kind'] })).toEqual([]);
  });

  test('none of them is certain, one of them is there', () => {
    expect(withAnchors({ summary: '{it.message}' })[0]).toContain('would read "unknown" where it found nothing');
    expect(withAnchors({ summary: '{it.message}', condition: 'it' })).toEqual([]);
    expect(withAnchors({ condition: 'not it and not b' })[0]).toContain('can never hold');
    expect(withAnchors({ condition: 'not it', summary: '{b.kind}' })).toEqual([]);
  });

  test('a place that names a path of each has a value', () => {
    expect(withAnchors({ summary: '{it.message/b.kind}' })).toEqual([]);
    expect(withAnchors({ summary: '{it.message/it.class}' })[0]).toContain('would read "unknown" where none of it found anything');
    expect(withAnchors({ summary: '{it.message/b.nothing}' })[0]).toContain('there is no field "nothing"');
  });
});

describe('conditions', () => {
  const two = { it: anchor, b: further };

  test('parse and name selections that exist', () => {
    expect(selectionProblems(two, { condition: 'it and' })[0]).toContain(
      'condition ends where a name is expected: "it and"; correct the expression',
    );
    expect(selectionProblems(two, { condition: 'it and c' })[0]).toContain('there is no selection "c"; use one of: it, b');
    expect(selectionProblems(two, { inconclusive: [{ when: 'x', missing: 'y' }] })[0]).toContain('there is no selection "x"');
  });

  test('can hold', () => {
    expect(selectionProblems(two, { condition: 'b and not b' })[0]).toContain('can never hold: "b and not b"');
    expect(selectionProblems(two, { condition: 'not it' })[0]).toContain('can never hold');
  });

  test('need what is required', () => {
    const required = { it: anchor, b: { ...further, role: 'required' } } as const;
    expect(selectionProblems(required)).toEqual([]);
    expect(selectionProblems(required, { condition: 'it' })[0]).toContain('b is required, but the condition can hold without it');
  });

  test('an order names two selections', () => {
    expect(selectionProblems(two, { correlate: { order: ['it', 'b'] } })).toEqual([]);
    expect(selectionProblems(two, { correlate: { order: ['it'] } })[0]).toContain('an order needs two selections');
    expect(selectionProblems(two, { correlate: { order: ['it', 'c'] } })[0]).toContain('there is no selection "c"');
  });
});

describe('paths', () => {
  test('the culprit is a frame', () => {
    expect(problems({ culprit: 'panic.fault' })).toEqual([]);
    expect(problems({ culprit: 'panic.message' })[0]).toContain('must be a frame, but panic.message is a text');
    expect(problems({ culprit: 'nobody.culprit' })[0]).toContain('there is no selection "nobody"');
    expect(problems({ culprit: 'panic' })[0]).toContain('"panic" alone is no value; name a field: panic.field');
  });

  test('distinct values are single ones that are always there', () => {
    expect(problems({ distinct: ['panic.culprit'] })[0]).toContain('must be one value, but panic.culprit is an object');
    expect(problems({ distinct: ['panic.colour'] })[0]).toContain('there is no field "colour"');
    expect(problems({ distinct: ['sender.culprit.line'] })[0]).toContain('has no value where that selection found nothing');
  });

  test('prefer is a number', () => {
    expect(problems({ prefer: 'panic.exitStatus' })).toEqual([]);
    expect(problems({ prefer: 'panic.message' })[0]).toContain('must be a number, but panic.message is a text');
    expect(problems({ prefer: 'x.y' })[0]).toContain('there is no selection "x"');
  });
});

describe('templates', () => {
  test('places read values that exist', () => {
    expect(problems({ summary: 'It is {panic.mesage}.' })[0]).toContain('{panic.mesage}: there is no field "mesage"');
    expect(problems({ why: 'In {other.message}.' })[0]).toContain('there is no selection "other"');
    expect(problems({ fix: 'See {panic.culprit}.' })[0]).toContain('{panic.culprit} is an object');
    expect(problems({ remediation: { mitigate: ['{panic.x}'], fix: [], prevent: [] } })[0]).toContain('there is no field "x"');
    expect(problems({ collect: [{ command: 'kill {panic.pid}', why: 'x' }] })[0]).toContain('there is no field "pid"');
    expect(problems({ inconclusive: [{ when: 'panic', missing: '{panic.x}' }] })[0]).toContain('there is no field "x"');
  });

  test('filters exist', () => {
    expect(problems({ summary: '{panic.message|loud}' })[0]).toContain('unknown filter "loud"');
  });

  test('places read selections that hold whenever the text is shown', () => {
    const message = '{sender.culprit.line} would read "unknown" where sender found nothing';
    expect(problems({ summary: 'At {sender.culprit.line}.' })[0]).toContain(message);
    expect(problems({ summary: 'At {sender.culprit.line}.', condition: 'panic and sender' })).toEqual([]);
    // What is collected is shown for a suspicion too.
    const collect = [{ command: 'addr2line {sender.culprit.line}', why: 'x' }];
    const inconclusive = [{ when: 'panic', missing: 'x' }];
    expect(problems({ collect, condition: 'panic and sender' })).toEqual([]);
    expect(problems({ collect, condition: 'panic and sender', inconclusive })[0]).toContain(message);
  });

  test('what a selection says may read what it builds on, and no more', () => {
    const b: Selection = { ...further, says: 'in {it.message}' };
    expect(selectionProblems({ it: anchor, b })).toEqual([]);
    expect(selectionProblems({ it: anchor, b, c: { ...further, of: 'b', says: '{b.message}' } })).toEqual([]);
    expect(selectionProblems({ it: anchor, b, c: { ...further, says: '{b.message}' } })[0]).toContain(
      'would read "unknown" where b found nothing',
    );
    const joined: Selection = { ...anchor, role: 'supporting', where: { dump: { same: 'b.dump' } }, says: '{b.message}' };
    expect(selectionProblems({ it: anchor, b, c: joined })).toEqual([]);
    const related: Selection = { ...joined, where: { 'culprit.function': { kin: 'b.culprit.function' } } };
    expect(selectionProblems({ it: anchor, b, c: related })).toEqual([]);
  });

  test('each: the element, and its fact', () => {
    const window: Selection = { ...anchor, fact: 'scheduler', each: 'windows', says: '{it.picture} every {it.fact.intervalMs}' };
    expect(selectionProblems({ it: window }, { applies: { facts: ['scheduler'] } })).toEqual([]);
    const wrong: Selection = { ...window, says: '{it.intervalMs}' };
    expect(selectionProblems({ it: wrong }, { applies: { facts: ['scheduler'] } })[0]).toContain('there is no field "intervalMs"');
  });

  test('what is nearly a place is not printed with its braces', () => {
    expect(problems({ summary: 'It says {panic}.' })[0]).toContain('{panic} is not a place; write {panic.field}');
    expect(problems({ summary: 'It says { panic.message }.' })[0]).toContain('is not a place');
    expect(problems({ summary: 'It says {panic.message|Bytes}.' })[0]).toContain('is not a place');
    expect(problems({ summary: 'Run ${NS} {} {x}.' })).toEqual([]);
  });

  test('texts that are shown as they are have no places', () => {
    expect(problems({ title: 'Send in {panic.message}' })[0]).toContain('this text is shown as it is');
    expect(problems({ falsePositives: ['{panic.message} in a log'] })[0]).toContain('this text is shown as it is');
  });
});

describe('the rest', () => {
  test('the Go range', () => {
    expect(problems({ applies: { facts: ['crash'], go: '>=1.20' } })).toEqual([]);
    expect(problems({ applies: { facts: ['crash'], go: '1.20' } })[0]).toContain('"1.20" is not a bound on a Go release');
  });

  test('false positives say something', () => {
    expect(problems({ falsePositives: [] })[0]).toContain('is empty; say what looks the same and is not');
    for (const text of ['none', 'None.', 'unknown', 'N/A', '-'])
      expect(problems({ falsePositives: [text] })[0], text).toContain('says nothing');
    expect(problems({ falsePositives: ['None of the pools is a leak.'] })).toEqual([]);
  });

  test('symptoms are there, and nothing stands twice', () => {
    expect(problems({ symptoms: [] })[0]).toContain('write what people see');
    expect(problems({ symptoms: ['a', 'a'] })[0]).toContain('"a" stands twice in symptoms');
    expect(problems({ keywords: ['a', 'a'] })[0]).toContain('stands twice in keywords');
  });

  test('two tests of each kind, with names of their own', () => {
    const { tests } = signature();
    expect(problems({ tests: { ...tests, match: tests.match.slice(1) } })[0]).toContain('tests.match has 1 of at least 2 tests');
    expect(problems({ tests: { ...tests, nearMiss: [] } })[0]).toContain('tests.nearMiss has 0 of at least 2 tests');
    const twice = [
      { name: 'x', text: 'a' },
      { name: 'x', text: 'b' },
    ];
    expect(problems({ tests: { ...tests, nearMiss: twice } })[0]).toContain('"x" names two tests');
  });
});

describe('the set', () => {
  test('ids are unique', () => {
    expect(set([named('a'), named('a', { family: 'locks' })])).toEqual([
      'locks/a.yaml:2:5: "a" is the id of channels/a.yaml too; give one of them another id',
    ]);
  });

  test('built-in ids are taken, and may be named', () => {
    expect(set([named('a')], [named('a')])).toEqual(['channels/a.yaml:2:5: "a" is the id of a built-in signature; give yours another id']);
    expect(set([named('b', { explains: ['a'] })], [named('a')])).toEqual([]);
  });

  test('ids that are named exist, here or on the list of the project', () => {
    expect(set([named('a', { explains: ['b'] }), named('b')])).toEqual([]);
    expect(set([named('a', { explains: ['crashloop-backoff'] })])).toEqual([]);
    expect(set([named('a', { explains: ['crash-loop'] })])[0]).toContain('there is no signature "crash-loop"; correct the id');
    expect(set([named('a', { explains: ['a'] })])[0]).toContain('names the signature itself');
    expect(set([named('a', { tests: { ...signature().tests, mayAlsoMatch: ['nothing'] } })])[0]).toContain(
      'there is no signature "nothing"',
    );
  });

  test('explanations make no circle', () => {
    const circle = [named('a', { explains: ['b'] }), named('b', { explains: ['c'] }), named('c', { explains: ['a'] })];
    expect(set(circle)).toHaveLength(1);
    expect(set(circle)[0]).toContain('explains itself by a circle: a explains b explains c explains a; take one step out');
  });

  test('only what has no problem is given', () => {
    const files = [named('b'), named('a'), named('c', { explains: ['nothing'] })].map((one) => ({
      path: `channels/${one.id}.yaml`,
      text: yaml(one),
    }));
    expect(checkFiles(files).signatures.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
