import { describe, expect, test } from 'vitest';
import { type RaceReader, createRaceReader } from '../../../parsers/race-report/index.ts';
import { classify } from '../../../parsers/race-report/line.ts';
import { FOREIGN_SAMPLES, OPEN, type State, TRANSITIONS, nextState } from '../../../parsers/race-report/states.ts';
import { fakeContext } from '../goroutine-dump/read.ts';

const STATES: readonly State[] = ['outside', ...OPEN];

/** The samples that lead from `outside` to each state, found in the table itself. */
function paths(): Map<State, readonly string[]> {
  const found = new Map<State, readonly string[]>([['outside', []]]);
  const queue: State[] = ['outside'];
  for (const from of queue) {
    for (const row of TRANSITIONS) {
      if (row.from !== from || found.has(row.to)) continue;
      found.set(row.to, [...(found.get(from) ?? []), row.sample]);
      queue.push(row.to);
    }
  }
  return found;
}

function drive(samples: readonly string[]): RaceReader {
  const reader = createRaceReader(fakeContext());
  samples.forEach((text, at) => reader.accept({ text, number: at + 1 }));
  return reader;
}

/** Lines that are the report's only after another one: a number after a heading without it, a place after a damaged name. */
const BEFORE: Readonly<Record<string, string>> = {
  number: 'Write at 0x00c00001a0b8 by goroutine',
  place: 'main.(*Store) put',
};

describe('the table of transitions', () => {
  const path = paths();

  test('reaches every state', () => {
    expect([...path.keys()].toSorted()).toStrictEqual(STATES.toSorted());
  });

  test('has one row for a state and a kind of line', () => {
    const keys = TRANSITIONS.map((row) => `${row.from} ${row.line}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(TRANSITIONS.map((row) => [`${row.from} -- ${row.line} --> ${row.to}`, row] as const))('%s', (_, row) => {
    expect(classify(row.sample).kind).toBe(row.line);
    const reader = drive(path.get(row.from) ?? []);
    expect(reader.state).toBe(row.from);
    const before = row.from === 'call' ? undefined : BEFORE[row.line];
    if (before !== undefined) reader.accept({ text: before, number: 99 });
    expect(reader.accept({ text: row.sample, number: 100 })).toBe(true);
    expect(reader.state).toBe(row.to);
  });

  test.each(STATES)('foreign lines change nothing in %s', (state) => {
    for (const sample of FOREIGN_SAMPLES) {
      const reader = drive(path.get(state) ?? []);
      expect(nextState(state, classify(sample).kind), sample).toBeUndefined();
      expect(reader.accept({ text: sample, number: 100 })).toBe(false);
      expect(reader.state).toBe(state);
    }
  });
});
