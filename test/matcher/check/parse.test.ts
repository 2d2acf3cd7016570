import { describe, expect, test } from 'vitest';
import { parseSignature } from '../../../src/matcher/check/parse.ts';
import { formatProblem } from '../../../src/matcher/check/problem.ts';
import { signature, yaml } from '../fixture.ts';

function problems(text: string): readonly string[] {
  const result = parseSignature(text, 'channels/x.yaml');
  return result.ok ? [] : result.problems.map(formatProblem);
}

const whole = yaml(signature());
/** The file with one line changed. */
const changed = (from: string | RegExp, to: string) => {
  const text = whole.replace(from, to);
  expect(text).not.toBe(whole);
  return problems(text);
};

describe('parseSignature', () => {
  test('reads what the interface describes, nothing added and nothing lost', () => {
    const result = parseSignature(whole, 'channels/x.yaml');
    expect(result).toMatchObject({ ok: true, file: { path: 'channels/x.yaml' } });
    expect(result.ok && result.file.signature).toEqual(signature());
  });

  test('places are those of the file', () => {
    const result = parseSignature(whole, 'channels/x.yaml');
    const at = whole.split('\n').indexOf('  sender:') + 1;
    expect(result.ok && result.file.positionOf(['evidence', 'sender'])).toEqual({ line: at, column: 3 });
    expect(result.ok && result.file.positionOf(['evidence', 'sender', 'weight'])).toEqual({ line: at + 2, column: 13 });
    expect(result.ok && result.file.positionOf(['evidence', 'sender', 'nothing', 'here'])).toEqual({ line: at, column: 3 });
    expect(result.ok && result.file.positionOf([])).toEqual({ line: 1, column: 1 });
  });

  test('text that is not YAML', () => {
    expect(problems('a: [')).toHaveLength(1);
    expect(problems('a: [')[0]).toMatch(/^channels\/x\.yaml:1:5: is not valid YAML: .*; correct the line$/);
    expect(problems('id: a\nid: b\n')[0]).toMatch(/^channels\/x\.yaml:2:1: is not valid YAML: Map keys must be unique/);
    expect(problems('a: !!python/object x\n')[0]).toMatch(/^channels\/x\.yaml:1:4: is not valid YAML: Unresolved tag/);
  });

  test('an alias', () => {
    expect(problems('a: &x [1]\nb: *x\n')).toEqual(['channels/x.yaml:1:1: uses an alias (*name); write the value out']);
  });

  test('a file that holds something else', () => {
    expect(problems('')).toEqual(['channels/x.yaml:1:1: the file has the wrong type; it must be an object']);
    expect(problems('- a\n')).toEqual(['channels/x.yaml:1:1: the file has the wrong type; it must be an object']);
  });

  test('a field that is missing', () => {
    expect(changed(/^title: .*\n/m, '')).toEqual(['channels/x.yaml:1:1: title is missing; add it (a text)']);
    expect(changed(/^severity: .*\n/m, '')).toEqual([
      'channels/x.yaml:1:1: severity is missing; it must be one of: critical, high, medium, low, info',
    ]);
  });

  test('a field that the format does not know', () => {
    expect(changed('title: ', 'titel: x\ntitle: ')).toEqual([
      'channels/x.yaml:3:8: titel is not a field of the format; correct its name or take it out',
    ]);
    expect(changed('    weight: moderate', '    weight: moderate\n    points: 3')[0]).toMatch(
      /:\d+:13: evidence\.sender\.points is not a field/,
    );
  });

  test('values of the wrong kind', () => {
    expect(changed('format: 1', 'format: 2')).toEqual(['channels/x.yaml:1:9: format must be one of: 1']);
    expect(changed('id: send-on-closed-channel', 'id: Send On')[0]).toContain('x.yaml:2:5: id must be lower-case words joined by hyphens');
    expect(changed('role: cause', 'role: culprit')[0]).toContain(
      'role must be one of: cause, trigger, amplifier, symptom, consequence, refuted',
    );
    expect(changed(/^title: .*/m, 'title: "  "')[0]).toContain('title is empty; write something');
    expect(changed(/^explains: .*/m, 'explains: x')[0]).toContain('explains has the wrong type; it must be a list');
    expect(changed('url: https:', 'url: http:')[0]).toContain('must be an address that starts with https://');
    expect(changed('  sender:', '  a-b:')[0]).toContain('evidence.a-b must be a name of letters and digits');
    expect(changed('fact: crash', 'fact: panic')[0]).toContain('evidence.panic.fact must be one of: crash, dump, goroutines');
  });

  test('a test without a sample, or with two', () => {
    expect(changed('      incident: send-on-closed-channel\n', '')[0]).toContain(
      'tests.match[1] needs either incident or text; give one of them',
    );
    expect(changed('      incident: s', '      text: x\n      incident: s')[0]).toContain('tests.match[1] needs either');
    expect(changed('incident: send-on-closed-channel', 'incident: ../../etc')[0]).toContain('must be the name of a folder');
  });
});

const where = (value: unknown) => {
  const base = signature();
  const { panic } = base.evidence;
  return problems(yaml({ ...base, evidence: { panic: { ...panic, where: value } } })).map((line) =>
    line.replace(/^\S+ evidence\.panic\.where/, ''),
  );
};

describe('the form of a where', () => {
  test.each([
    [{ message: { matches: 'x', not: { startsWith: 'y' } } }],
    [{ 'culprit.line': 3, culprit: { function: { exists: false } }, truncated: false }],
    [{ chain: { some: { message: { any: ['a', { contains: 'b' }] } } } }],
  ])('%j is good', (value) => expect(where(value)).toEqual([]));

  test.each([
    [{}, ' is empty, so it always holds; name a field or leave it out'],
    ['x', ' must be fields and what each must satisfy, not "x"'],
    [{ is: 3 }, '.is is an operator; name the field that it tests first'],
    [{ message: {} }, '.message is empty, so it always holds; name a field or leave it out'],
    [{ message: null }, '.message must be a value, operators, or fields, not nothing'],
    [{ message: ['a'] }, '.message must be a value, operators, or fields, not a list'],
    [
      { message: { is: 'x', line: 3 } },
      '.message.is is an operator among fields; an object holds either operators or fields, so use all: [...]',
    ],
    [{ message: { is: ['x'] } }, '.message.is is takes a value, not a list'],
    [{ message: { in: 'x' } }, '.message.in in takes a list of values, not "x"'],
    [{ message: { in: [] } }, '.message.in in takes a list of values, not an empty list'],
    [{ exitStatus: { gte: '3' } }, '.exitStatus.gte gte takes a number, not "3"'],
    [{ message: { matches: 3 } }, '.message.matches matches takes a text, not 3'],
    [{ message: { contains: '' } }, '.message.contains contains takes a text, not ""'],
    [{ message: { exists: 'yes' } }, '.message.exists exists takes true or false, not "yes"'],
    [{ values: { sequence: 'a' } }, '.values.sequence sequence takes a list of predicates, not "a"'],
    [{ values: { any: [{ gte: 'x' }] } }, '.values.any[0].gte gte takes a number, not "x"'],
    [
      { count: { atLeast: { of: 'a.b' } } },
      '.count.atLeast atLeast takes the path of a number and how many times of it: { times: 0.5, of: group.count }, not an object',
    ],
    [{ 'a b': 1 }, '.a b is no path of a field; write names joined by dots'],
  ])('%j', (value, message) => expect(where(value)).toEqual([message]));
});
