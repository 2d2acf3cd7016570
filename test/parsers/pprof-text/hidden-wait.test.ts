import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HiddenWait } from '../../../src/evidence/facts/dump.ts';
import { runParser } from '../pprof/run-parser.ts';
import { read } from './read.ts';

/**
 * Offsets of the calls in functions of the runtime, as built programs have them: what `gopark`, `chansend1`, `chanrecv1`, `block` and
 * `selectgo` return to, and how far behind the wrapper `chansend` and `chanrecv` park (with a channel, and without one).
 */
interface Release {
  readonly go: string;
  readonly gopark: number;
  readonly send: number;
  readonly receive: number;
  readonly block: number;
  readonly selectgo: number;
  readonly sends: number;
  readonly receives: number;
  readonly nilSends: number;
  readonly nilReceives: number;
  /** Where goexit returns to: odd on amd64. */
  readonly goexit: number;
}

// prettier-ignore
const RELEASES: readonly Release[] = [
  { go: '1.14 amd64', gopark: 0xe0, send: 0x35, receive: 0x2b, block: 0x39, selectgo: 0xc81, sends: 0x246, receives: 0x34a, nilSends: 0x60a, nilReceives: 0x6f3, goexit: 1 },
  { go: '1.16 amd64', gopark: 0xe5, send: 0x35, receive: 0x2b, block: 0x39, selectgo: 0xcd7, sends: 0x2a5, receives: 0x3c4, nilSends: 0x6d9, nilReceives: 0x801, goexit: 1 },
  { go: '1.17 amd64', gopark: 0xd6, send: 0x1d, receive: 0x18, block: 0x2c, selectgo: 0x772, sends: 0x448, receives: 0x5d4, nilSends: 0x119, nilReceives: 0x207, goexit: 1 },
  { go: '1.20 amd64', gopark: 0xd6, send: 0x1d, receive: 0x18, block: 0x2c, selectgo: 0x7de, sends: 0x451, receives: 0x505, nilSends: 0x119, nilReceives: 0x218, goexit: 1 },
  { go: '1.21 amd64', gopark: 0xce, send: 0x17, receive: 0x12, block: 0x26, selectgo: 0x725, sends: 0x3ae, receives: 0x3fb, nilSends: 0xe3, nilReceives: 0x187, goexit: 1 },
  { go: '1.26 amd64', gopark: 0xce, send: 0x17, receive: 0x12, block: 0x26, selectgo: 0xaa5, sends: 0x405, receives: 0x4dc, nilSends: 0x115, nilReceives: 0x207, goexit: 1 },
  { go: '1.27 amd64', gopark: 0xca, send: 0x17, receive: 0x12, block: 0x26, selectgo: 0xa97, sends: 0x405, receives: 0x4dc, nilSends: 0x115, nilReceives: 0x207, goexit: 1 },
  { go: '1.21 arm64', gopark: 0xc8, send: 0x18, receive: 0x14, block: 0x30, selectgo: 0x738, sends: 0x3dc, receives: 0x450, nilSends: 0x108, nilReceives: 0x1dc, goexit: 4 },
  { go: '1.26 arm64', gopark: 0xbc, send: 0x18, receive: 0x14, block: 0x30, selectgo: 0x83c, sends: 0x3f0, receives: 0x4ac, nilSends: 0x134, nilReceives: 0x208, goexit: 4 },
];

const GOPARK = 0x43a000;
const CHANSEND1 = 0x409000;
const CHANRECV1 = 0x40a000;
const SELECT = 0x44c000;
const PROGRAM = 0x4e7000;

/** One stack with these counters of the runtime, of `count` goroutines in `main.<name>`. */
function stack(of: Release, count: number, name: string, hidden: readonly number[]): string {
  const hex = (all: readonly number[]) => all.map((one) => `0x${one.toString(16)}`).join(' ');
  const counters = [...hidden, PROGRAM + 0x4c, 0x485420 + of.goexit];
  return `${count} @ ${hex(counters)}\n#\t${hex([PROGRAM + 0x4b])}\tmain.${name}+0x4b\t/src/app/main.go:26\n`;
}

/** A goroutine in `time.Sleep`, whose call is printed. */
function sleeper(of: Release): string {
  const [gopark, sleep] = [GOPARK + of.gopark, 0x450004].map((one) => one.toString(16));
  return `1 @ 0x${gopark} 0x${sleep} 0x4e8020\n#\t0x450003\ttime.Sleep+0x123\t/go/src/runtime/time.go:300\n#\t0x4e801f\tmain.nap+0x1f\t/src/app/main.go:9\n`;
}

/** Counters of the runtime in each kind of wait. */
function waits(of: Release): Readonly<Record<'send' | 'receive' | 'nilSend' | 'nilReceive' | 'select' | 'forever', readonly number[]>> {
  const gopark = GOPARK + of.gopark;
  const [send, receive] = [CHANSEND1 + of.send, CHANRECV1 + of.receive];
  return {
    send: [gopark, send + of.sends, send],
    receive: [gopark, receive + of.receives, receive],
    nilSend: [gopark, send + of.nilSends, send],
    nilReceive: [gopark, receive + of.nilReceives, receive],
    select: [gopark, SELECT + of.selectgo],
    forever: [gopark, SELECT + of.block],
  };
}

function profile(...stacks: readonly string[]): string {
  const total = stacks.reduce((sum, one) => sum + Number(one.split(' ', 1)[0]), 0);
  return [`goroutine profile: total ${total}`, ...stacks].join('\n');
}

/** What is said of the group of `main.<name>`. */
function waitOf(text: string, name: string): HiddenWait | undefined {
  const group = read(text)
    .facts.of('goroutines')
    .find(({ functions }) => functions[0] === `main.${name}`);
  expect(group).toBeDefined();
  expect(group?.stateClass).toBeUndefined();
  return group?.hiddenWait;
}

const EXPECTED = [
  ['send', 'channel', 'chan-send'],
  ['receive', 'channel', 'chan-receive'],
  ['nilSend', 'channel', 'chan-nil'],
  ['nilReceive', 'channel', 'chan-nil'],
  ['select', 'select', 'select'],
  ['forever', 'select', 'select-forever'],
] as const;

describe.each(RELEASES)('Go $go', (of) => {
  test.each(EXPECTED)(
    '%s: beside a printed wait the operation is computed, and what it is more exactly is a guess',
    (kind, operation, stateClass) => {
      const text = profile(stack(of, 24, 'work', waits(of)[kind]), sleeper(of));
      expect(waitOf(text, 'work')).toEqual({ operation, certainty: 'derived', stateClass });
    },
  );

  test.each(EXPECTED.filter(([kind]) => of.goexit === 1 || (kind !== 'select' && kind !== 'forever')))(
    '%s: of one stack that was copied out all of it is a guess',
    (kind, operation, stateClass) => {
      expect(waitOf(stack(of, 24, 'work', waits(of)[kind]), 'work')).toEqual({ operation, certainty: 'guessed', stateClass });
    },
  );
});

describe('what stays unknown', () => {
  const [of] = RELEASES.filter(({ go }) => go === '1.21 amd64') as [Release];

  test('goroutines that are not parked: another call than gopark is on top', () => {
    // runtime.asyncPreempt2 and runtime.asyncPreempt of a goroutine that computes.
    const interrupted = stack(of, 3, 'compute', [0x43f019, 0x46b09b]);
    expect(waitOf(profile(interrupted, sleeper(of)), 'compute')).toBeUndefined();
    expect(waitOf(interrupted, 'compute')).toBeUndefined();
    const deeper = stack(of, 3, 'compute', [0x43f019, 0x40a412, 0x40a012]);
    expect(waitOf(profile(deeper, sleeper(of)), 'compute')).toBeUndefined();
  });

  test('no call is hidden, or more than a channel has', () => {
    expect(waitOf(profile(stack(of, 3, 'run', []), sleeper(of)), 'run')).toBeUndefined();
    const collects = stack(of, 3, 'collect', [GOPARK + of.gopark, 0x441010, 0x442020, 0x443030]);
    expect(waitOf(profile(collects, sleeper(of)), 'collect')).toBeUndefined();
  });

  test('on a machine that was not measured the operation is computed beside a printed wait, and nothing is guessed', () => {
    // 386: the wrappers return to other places.
    const of386: Release = { ...of, gopark: 0x10c, send: 0x24, receive: 0x1c, sends: 0x4a1, receives: 0x555 };
    expect(waitOf(profile(stack(of386, 3, 'work', waits(of386).receive), sleeper(of386)), 'work')).toEqual({
      operation: 'channel',
      certainty: 'derived',
    });
    expect(waitOf(profile(stack(of386, 3, 'work', waits(of386).select), sleeper(of386)), 'work')).toEqual({
      operation: 'select',
      certainty: 'derived',
    });
    expect(waitOf(stack(of386, 3, 'work', waits(of386).receive), 'work')).toBeUndefined();
  });

  test('one operation on a channel that does not fit takes the guess from all', () => {
    const { receive, send } = waits(of);
    const stranger = [send[0] ?? 0, (send[1] ?? 0) + 1, (send[2] ?? 0) + 1];
    const text = profile(stack(of, 3, 'work', receive), stack(of, 1, 'other', stranger), sleeper(of));
    expect(waitOf(text, 'work')).toEqual({ operation: 'channel', certainty: 'derived' });
  });

  test('a group whose goroutines wait differently, or of which few wait', () => {
    const { receive, send } = waits(of);
    const mixed = profile(stack(of, 3, 'work', receive), stack(of, 3, 'work', send), sleeper(of));
    expect(waitOf(mixed, 'work')).toBeUndefined();
    const few = profile(stack(of, 3, 'work', receive), stack(of, 3, 'work', []), sleeper(of));
    expect(waitOf(few, 'work')).toBeUndefined();
    const woken = profile(stack(of, 30, 'work', receive), stack(of, 1, 'work', []), sleeper(of));
    expect(waitOf(woken, 'work')).toMatchObject({ stateClass: 'chan-receive' });
  });

  test('the reader of an execution trace', () => {
    const text = stack(of, 1, 'x', waits(of).select).replace('main.x', 'runtime/trace.Start.func1');
    expect(read(profile(text, sleeper(of))).facts.of('goroutines')[0]).not.toHaveProperty('hiddenWait');
  });

  test('counters beyond what can be computed with', () => {
    const text = stack(of, 2, 'work', waits(of).receive).replaceAll('0x4e704', '0xfffffffffffe704');
    expect(waitOf(profile(text, sleeper(of)), 'work')).toBeUndefined();
  });
});

test('the class of a hidden wait tells what is idle by design, as the state of a dump does', () => {
  const [of] = RELEASES.filter(({ go }) => go === '1.21 amd64') as [Release];
  const loop = stack(of, 8, 'x', waits(of).select).replace('main.x', 'net/http.(*persistConn).writeLoop');
  expect(read(profile(loop, sleeper(of))).facts.of('goroutines')[0]?.idle).toBe('idle-connection');
});

describe.each([
  'healthy-profiles',
  'healthy-profiles-go1.19',
  'healthy-profiles-go1.21',
  'healthy-labels',
  'healthy-labels-go1.21',
  'healthy-labels-go1.27',
])('%s', (incident) => {
  test('a hidden wait is what the binary form of the same moment names', () => {
    const path = (name: string) => join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents', incident, name);
    const named = new Map(
      runParser(gunzipSync(readFileSync(path('goroutine.pb.gz'))))
        .facts.of('goroutines')
        .map(({ key, stateClass }) => [key, stateClass]),
    );
    const groups = read(readFileSync(path('goroutine.txt'), 'utf8')).facts.of('goroutines');
    const hidden = groups.flatMap(({ key, hiddenWait }) => (hiddenWait === undefined ? [] : [[key, hiddenWait.stateClass] as const]));
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden).toEqual(hidden.map(([key]) => [key, named.get(key)]));
    // And what it names of these operations is told.
    const told = new Set(groups.filter(({ stateClass, hiddenWait }) => (stateClass ?? hiddenWait) !== undefined).map(({ key }) => key));
    const missing = [...named].filter(([key, state]) => /^(?:chan-|select)/.test(state ?? '') && !told.has(key));
    expect(missing).toEqual([]);
  });
});
