import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY, type TriageDocument, parseTriage, updatedTriage } from '../../../src/tui/triage/document.ts';
import type { TriageEntry } from '../../../src/tui/triage/triage.ts';

const entry = (fingerprint: string, mark: TriageEntry['mark'] = 'confirmed', note = ''): TriageEntry => ({ fingerprint, mark, note });
const file = (entries: unknown, over: object = {}) => JSON.stringify({ schemaVersion: '1.0', entries, ...over });

function parsed(text: string): TriageDocument {
  const document = parseTriage(text);
  if (typeof document === 'string') throw new Error(document);
  return document;
}

describe('a file that is not as it should be says why', () => {
  test.each([
    ['', /^it is not valid JSON/],
    ['{"schemaVersion": "1.0", "entries": [', /^it is not valid JSON/],
    ['[]', /^it is no JSON object$/],
    ['null', /^it is no JSON object$/],
    ['{"entries": []}', /^it has no schemaVersion such as "1\.0"$/],
    [file([], { schemaVersion: 1 }), /^it has no schemaVersion/],
    [file([], { schemaVersion: '2.0' }), /^its version is 2\.0, and this version of Goroner knows 1$/],
    [file({}), /^it has no list of entries$/],
    [file([1]), /^entry 1: it is no object$/],
    [file([entry('a'), { mark: 'open' }]), /^entry 2: it has no fingerprint$/],
    [file([{ fingerprint: 'a', mark: 'confirmd' }]), /^entry 1: its mark is none of open, confirmed and dismissed$/],
    [file([{ fingerprint: 'a', mark: 'open', note: 1 }]), /^entry 1: its note is no text$/],
  ])('%s', (text, why) => expect(parseTriage(text)).toMatch(why));

  test('any text is taken or refused in one line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(fc.jsonValue()).map((list) => file(list)),
        ),
        (text) => {
          const document = parseTriage(text);
          if (typeof document === 'string') expect(document).not.toMatch(/\n/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('entries', () => {
  test('are read by fingerprint; the last one of a finding holds; a note is as it was written', () => {
    const { entries } = parsed(
      file([entry('a'), entry('b', 'dismissed', 'x\n\u001b[2J'), entry('a', 'open'), { fingerprint: 'c', mark: 'open' }]),
    );
    expect([...entries.values()]).toEqual([entry('a', 'open'), entry('b', 'dismissed', 'x\n\u001b[2J'), entry('c', 'open')]);
  });

  test('of a later minor version that this one does not know are kept, and not taken', () => {
    const odd = { fingerprint: 'z', mark: 'escalated' };
    const document = parsed(file([odd, entry('a')], { schemaVersion: '1.7' }));
    expect([...document.entries.keys()]).toEqual(['a']);
    expect(JSON.parse(updatedTriage(document, [entry('b')]))).toEqual({ schemaVersion: '1.7', entries: [odd, entry('a'), entry('b')] });
  });
});

describe('an update', () => {
  test('makes a file that is read as it was meant', () => {
    const said = [entry('a', 'dismissed', 'a test bench'), entry('__proto__', 'confirmed')];
    expect([...parsed(updatedTriage(EMPTY, said)).entries.values()]).toEqual(said);
  });

  test('keeps unknown fields, entries of other findings and their order', () => {
    const text = `{"owner": "me", "schemaVersion": "1.0", "__proto__": {"x": 1}, "entries": [
      {"fingerprint": "gone", "mark": "open", "note": "n"}, {"by": "ann", "fingerprint": "a", "mark": "open", "__proto__": 3}], "tail": [1]}`;
    const after = updatedTriage(parsed(text), [entry('a', 'confirmed', 'yes')]);
    expect(after).toBe(
      `${JSON.stringify(JSON.parse(text.replace('"mark": "open", "__proto__": 3', '"mark": "confirmed", "__proto__": 3, "note": "yes"')), undefined, 2)}\n`,
    );
  });

  test('changes the entry that holds', () => {
    const after = updatedTriage(parsed(file([entry('a', 'open', 'old'), entry('a', 'open')])), [entry('a', 'dismissed', 'new')]);
    expect(parsed(after).entries.get('a')).toEqual(entry('a', 'dismissed', 'new'));
    expect(parsed(after).list).toHaveLength(2);
  });
});
