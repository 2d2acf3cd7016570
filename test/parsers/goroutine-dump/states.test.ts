import { describe, expect, test } from 'vitest';
import { classify } from '../../../parsers/goroutine-dump/line-kind.ts';
import { createDumpReader } from '../../../parsers/goroutine-dump/reader.ts';
import type { InspectableReader } from '../../../parsers/goroutine-dump/reader.ts';
import { FOREIGN_SAMPLES, IN_STACK, nextState, TRANSITIONS } from '../../../parsers/goroutine-dump/states.ts';
import type { State } from '../../../parsers/goroutine-dump/states.ts';
import { fakeContext } from './read.ts';

const STATES: readonly State[] = ['outside', 'between', ...IN_STACK];

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

function drive(samples: readonly string[]): InspectableReader {
  const reader = createDumpReader(fakeContext(), { goroutine: () => {}, dump: () => {} });
  samples.forEach((text, at) => reader.accept({ text, number: at + 1 }));
  return reader;
}

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
    const taken = reader.accept({ text: row.sample, number: 100 });
    expect(reader.state).toBe(row.to);
    // Registers and heads end a stack but belong to the report around it.
    expect(taken).toBe(row.line !== 'register' && row.line !== 'head');
    expect(reader.inStack).toBe(IN_STACK.includes(row.to));
    expect(reader.inDump).toBe(row.to !== 'outside');
  });

  test.each(STATES)('foreign lines change nothing in %s', (state) => {
    for (const sample of FOREIGN_SAMPLES) {
      expect(nextState(state, classify(sample).kind)).toBeUndefined();
      const reader = drive(path.get(state) ?? []);
      expect(reader.accept({ text: sample, number: 100 })).toBe(false);
      expect(reader.state).toBe(state);
    }
  });
});
