import { describe, expect, test } from 'vitest';
import { classify } from '../../../parsers/goroutine-dump/line-kind.ts';
import { createDumpReader } from '../../../parsers/goroutine-dump/reader.ts';
import type { InspectableReader } from '../../../parsers/goroutine-dump/reader.ts';
import { FOREIGN_SAMPLES, IN_STACK, nextState, TRANSITIONS } from '../../../parsers/goroutine-dump/states.ts';
import type { State } from '../../../parsers/goroutine-dump/states.ts';
import { fakeContext } from './read.ts';

const STATES: readonly State[] = ['outside', 'due', 'between', ...IN_STACK];

/** The samples that lead from `outside` to each state, found in the table itself; `due` comes from a report's head. */
function paths(): Map<State, readonly string[]> {
  const found = new Map<State, readonly string[]>([['outside', []]]);
  const queue: State[] = ['outside'];
  for (const from of queue) {
    for (const row of TRANSITIONS) {
      if (row.from !== from || row.line === 'allocation' || found.has(row.to)) continue;
      found.set(row.to, [...(found.get(from) ?? []), row.sample]);
      queue.push(row.to);
    }
  }
  return found.set('due', []);
}

/** A reader in this state. An allocation continues a dump only where one began it. */
function drive(state: State, samples: readonly string[], first?: string): InspectableReader {
  const reader = createDumpReader(fakeContext(), { goroutine: () => {}, dump: () => {} });
  if (state === 'due') reader.beginReport('crash', true);
  if (first !== undefined) reader.accept({ text: first, number: 0 });
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
    const reader = drive(row.from, path.get(row.from) ?? [], row.line === 'allocation' ? row.sample : undefined);
    expect(reader.state).toBe(row.from);
    const taken = reader.accept({ text: row.sample, number: 100 });
    expect(reader.state).toBe(row.to);
    // Registers and heads end a stack but belong to the report around it.
    expect(taken).toBe(row.line !== 'register' && row.line !== 'head');
    expect(reader.inStack).toBe(IN_STACK.includes(row.to));
    expect(reader.inDump).toBe(row.to !== 'outside' && row.to !== 'due');
  });

  test('a traced allocation ends any other dump', () => {
    for (const state of ['between', ...IN_STACK] as const) {
      const reader = drive(state, path.get(state) ?? []);
      expect(reader.accept({ text: 'tracegc()', number: 100 })).toBe(true);
      expect([reader.state, reader.inDump]).toStrictEqual(['outside', false]);
    }
  });

  test.each(STATES)('foreign lines change nothing in %s', (state) => {
    for (const sample of FOREIGN_SAMPLES) {
      expect(nextState(state, classify(sample).kind)).toBeUndefined();
      const reader = drive(state, path.get(state) ?? []);
      expect(reader.accept({ text: sample, number: 100 })).toBe(false);
      expect(reader.state).toBe(state);
    }
  });
});
