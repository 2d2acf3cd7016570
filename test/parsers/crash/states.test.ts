import { describe, expect, test } from 'vitest';
import { type InspectableParser, createCrashParser } from '../../../parsers/crash/index.ts';
import { type LineEvent, SAMPLES, type State, TRANSITIONS, USUAL, transition } from '../../../parsers/crash/states.ts';
import { fakeContext } from './read.ts';

const STATES = Object.keys(USUAL) as State[];
const FATAL = 'fatal error: all goroutines are asleep - deadlock!';

/** Lines that lead to each state, each a sample of the table. */
const PATHS: Readonly<Record<State, readonly string[]>> = {
  outside: [],
  message: [SAMPLES.panic],
  gap: [SAMPLES.panic, ''],
  held: [SAMPLES.panic, '', SAMPLES.stack],
  logged: [SAMPLES.caught],
  head: [FATAL],
  stacks: [FATAL, '', SAMPLES.stack],
  relay: [FATAL, '', SAMPLES.stack, SAMPLES.relay],
  threads: [FATAL, '', SAMPLES.stack, SAMPLES.relay, SAMPLES.asked],
};

/** What must stand before a line for it to be of its kind, where the way to the state does not do. */
const BEFORE: Readonly<Partial<Record<LineEvent, readonly string[]>>> = {
  again: [SAMPLES.again],
  call: ['Exception 0xc0000005 0x0 0x10 0x47c1e1', 'PC=0x47c1e1', ''],
  rival: [...PATHS.held, SAMPLES['rival-call'], SAMPLES.frame, ''],
  'rival-call': [...PATHS.held, SAMPLES['rival-call'], SAMPLES.frame, '', SAMPLES.rival],
};

function drive(lines: readonly string[]): InspectableParser {
  const parser = createCrashParser(fakeContext());
  lines.forEach((text, at) => parser.accept({ text, number: at + 1 }));
  return parser;
}

describe('the table of transitions', () => {
  test('has one row for a state and a kind of line, and no row that says what is usual', () => {
    const keys = TRANSITIONS.map((row) => `${row.from} ${row.event}`);
    expect(new Set(keys).size).toBe(keys.length);
    const usual = TRANSITIONS.filter(({ from, action, to }) => USUAL[from].action === action && USUAL[from].to === to);
    expect(usual).toStrictEqual([]);
  });

  test('knows every kind of line', () => {
    const used = new Set(TRANSITIONS.map(({ event }) => event));
    const onlyUsual = (Object.keys(SAMPLES) as LineEvent[]).filter((event) => !used.has(event));
    expect(onlyUsual).toStrictEqual(['entry', 'last-entry', 'text']);
  });

  test.each(STATES)('%s can be reached', (state) => {
    expect(drive(PATHS[state]).state).toBe(state);
  });

  test.each(TRANSITIONS.map((row) => [`${row.from} -- ${row.event} --> ${row.to}`, row] as const))('%s', (_, row) => {
    const before = BEFORE[row.event] ?? PATHS[row.from];
    const parser = drive(before);
    expect(parser.state).toBe(row.from);
    parser.accept({ text: row.sample, number: before.length + 1 });
    expect(parser.state).toBe(row.to);
  });

  test.each(STATES)('other text in %s', (state) => {
    const parser = drive(PATHS[state]);
    parser.accept({ text: SAMPLES.text, number: 100 });
    expect(parser.state).toBe(transition(state, 'text').to);
  });
});

describe('what belongs to other parsers is left to them', () => {
  test.each(STATES)('other text in %s is not taken', (state) => {
    expect(drive(PATHS[state]).accept({ text: SAMPLES.text, number: 100 })).toBe(false);
  });

  test.each(STATES)('a report’s head in %s is', (state) => {
    for (const event of ['panic', 'banner', 'caught'] as const) {
      const taken = drive(PATHS[state]).accept({ text: SAMPLES[event], number: 100 });
      // In a panic's list a head at the margin may be text of the value.
      expect(taken).toBe(!(state === 'message' && event === 'panic'));
    }
  });
});
