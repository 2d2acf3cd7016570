import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toBigInt } from '../../../src/text/exact.ts';
import { goroutinesText } from '../../../src/report/goroutines/render-text.ts';
import { type GoroutinesView, LEVELS } from '../../../src/report/goroutines/view.ts';
import { textWidth } from '../../../src/text/width.ts';
import { dump, goroutine, viewOf, type ViewOptions } from './view-of.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const MAKER = ['main.start', '/app/start.go:5'] as const;
const OTHER = ['main.serve', '/app/serve.go:5'] as const;

const MAIN = goroutine(1, 'running', [['main.main', '/app/main.go:9']]);
/** Two lines of one function, two lines of one creator, another function of the same creator, another creator. */
const DUMP = dump(
  MAIN,
  goroutine(10, 'chan receive, 2 minutes', [['main.take', '/app/take.go:20']], MAKER),
  goroutine(11, 'chan receive, 7 minutes', [['main.take', '/app/take.go:20']], MAKER),
  goroutine(12, 'chan receive', [['main.take', '/app/take.go:20']], MAKER),
  goroutine(13, 'chan receive', [['main.take', '/app/take.go:31']], MAKER),
  goroutine(14, 'chan receive', [['main.take', '/app/take.go:20']], ['main.start', '/app/start.go:6']),
  goroutine(15, 'select, 3 minutes', [['main.give', '/app/give.go:8']], MAKER),
  goroutine(16, 'semacquire, 9 minutes', [['sync.(*Mutex).Lock', '/usr/local/go/src/sync/mutex.go:90'], ['net/http.Get', '/usr/local/go/src/net/http/client.go:4']], OTHER),
  goroutine(17, 'IO wait, 40 minutes', [['internal/poll.(*FD).Accept', '/usr/local/go/src/internal/poll/fd_unix.go:613'], ['main.accept', '/app/main.go:7']], OTHER),
); // prettier-ignore

async function counts(options: ViewOptions): Promise<number[]> {
  const { dumps } = await viewOf(DUMP, options);
  return dumps.flatMap(({ groups }) => groups.map(({ count }) => count));
}

async function textOf(input: string, options: ViewOptions = {}): Promise<string> {
  return [...goroutinesText(await viewOf(input, options))].join('');
}

function expectSums({ dumps }: GoroutinesView): void {
  for (const { goroutines, listed, idle, filtered, ungrouped, groups } of dumps) {
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(listed);
    expect(BigInt(listed + idle.count + filtered.count) + toBigInt(ungrouped)).toBe(toBigInt(goroutines));
    for (const group of groups) expect(group.states.reduce((sum, { count }) => sum + count, 0)).toBe(group.count);
  }
}

describe('levels', () => {
  test('exact tells lines of frames and of creators apart, and nothing of ages', async () => {
    expect(await counts({ by: 'exact' })).toEqual([3, 1, 1, 1, 1]);
  });

  test('functions merges the lines', async () => {
    const [group] = (await viewOf(DUMP)).dumps[0]?.groups ?? [];
    expect(await counts({})).toEqual([5, 1, 1]);
    expect(group).toMatchObject({ count: 5, stacks: 1, wait: { minMinutes: 2, maxMinutes: 7, unknown: 3 }, ids: [10, 11, 12, 13, 14] });
    expect(group?.states).toEqual([{ state: 'chan receive', class: 'chan-receive', count: 5 }]);
    expect(group?.parts).toBeUndefined();
  });

  test('creator merges what one function started, whatever it does', async () => {
    const groups = (await viewOf(DUMP, { by: 'creator', all: true })).dumps[0]?.groups ?? [];
    expect(groups.map(({ count, stacks, creator }) => [count, stacks, creator?.function])).toEqual([
      [6, 2, 'main.start'],
      [2, 2, 'main.serve'],
      [1, 1, undefined],
    ]);
    expect(groups[0]?.parts?.map(({ count, state, owner }) => [count, state, owner?.function])).toEqual([
      [5, 'chan receive', 'main.take'],
      [1, 'select', 'main.give'],
    ]);
  });

  test('each level has the same keys for the same goroutines in another dump', async () => {
    const shifted = DUMP.replaceAll('2 minutes', '4 minutes').replaceAll('goroutine 1', 'goroutine 2');
    for (const by of LEVELS) {
      const keys = async (input: string) => (await viewOf(input, { by })).dumps[0]?.groups.map(({ key }) => key);
      expect(await keys(shifted)).toEqual(await keys(DUMP));
    }
  });

  test('the depth of a recursion is no difference at any level', async () => {
    const deep = (id: number, depth: number) =>
      goroutine(
        id,
        'chan receive',
        [['main.leaf', '/app/a.go:1'], ...Array.from({ length: depth }, () => ['main.walk', '/app/a.go:2'] as const)],
        MAKER,
      );
    for (const by of LEVELS) {
      const { dumps } = await viewOf(dump(MAIN, deep(2, 3), deep(3, 9)), { by });
      expect(dumps[0]?.groups[0]?.count).toBe(2);
    }
  });

  test('profiles are told apart by lines, too, in both forms', async () => {
    const record = (line: number) => `2 @ 0x43a7d${line} 0x406bbb\n#\t0x43a7d${line}\tmain.work+0x2b\t\t/app/a.go:${line}\n\n`;
    const profile = `goroutine profile: total 4\n${record(1)}${record(2)}`;
    const sizes = async (by: ViewOptions['by']) =>
      (await viewOf(profile, by === undefined ? {} : { by })).dumps[0]?.groups.map(({ count }) => count);
    expect(await sizes('exact')).toEqual([2, 2]);
    expect(await sizes('functions')).toEqual([4]);
    const file = [join(INCIDENTS, 'healthy-profiles', 'goroutine.pb.gz')];
    expectSums(await viewOf(file, { by: 'exact' }));
  });
});

describe('filters', () => {
  test.each<[string, ViewOptions, number[]]>([
    ['a class of state', { filters: { state: ['chan-receive'] } }, [5]],
    ['a printed state, however it is written', { filters: { state: ['Chan Receive'] } }, [5]],
    ['what frames say of a printed state', { filters: { state: ['mutex'] } }, [1]],
    ['the printed state that frames say more of', { filters: { state: ['semacquire'] } }, [1]],
    ['a part of a state is none', { filters: { state: ['chan'] } }, []],
    ['one state of several', { filters: { state: ['select', 'mutex'] } }, [1, 1]],
    ['a part of a function', { filters: { function: ['giv'] } }, [1]],
    ['a function by RE2', { filters: { function: ['/^main\\.(take|give)$/'] } }, [5, 1]],
    ['special characters in a part are plain', { filters: { function: ['main.t.ke'] } }, []],
    ['a creator by its function', { filters: { function: ['main.serve'] } }, [1]],
    ['a package', { filters: { package: ['net/http'] } }, [1]],
    ['a package is not what lies below', { filters: { package: ['net'] } }, []],
    ['what lies below a package', { filters: { package: ['net/...'] } }, [1]],
    ['all filters have to fit', { filters: { state: ['select'], function: ['main.take'] } }, []],
    ['an age, by goroutine and not by group', { filters: { minWait: 3 } }, [1, 1, 1]],
    ['an age that none has', { filters: { minWait: 99 } }, []],
    ['an age across a creator', { by: 'creator', filters: { minWait: 3 } }, [2, 1]],
    ['an age, with those that are idle', { all: true, filters: { minWait: 10 } }, [1]],
  ])('%s', async (_, options, expected) => {
    expect(await counts(options)).toEqual(expected);
    expectSums(await viewOf(DUMP, options));
  });

  test('an unknown age does not match, and is counted where it alone is to blame; what runs has none', async () => {
    const [view] = (await viewOf(DUMP, { filters: { minWait: 3, function: ['main.'] } })).dumps;
    expect(view?.filtered).toEqual({ count: 5, unknownWait: 3, unknownState: 0 });
    const [narrow] = (await viewOf(DUMP, { filters: { minWait: 3, function: ['main.give'] } })).dumps;
    expect(narrow?.filtered).toEqual({ count: 8, unknownWait: 0, unknownState: 0 });
    const [exact] = (await viewOf(DUMP, { filters: { minWait: 7, function: ['main.take'] } })).dumps;
    expect(exact?.groups).toMatchObject([{ count: 1, wait: { minMinutes: 7, maxMinutes: 7, unknown: 0 } }]);
  });

  test('a state that a profile does not tell does not match, and is counted', async () => {
    const profile = 'goroutine profile: total 2\n2 @ 0x43a7d6\n#\t0x43a7d6\tmain.work+0x2b\t\t/app/a.go:4\n\n';
    const [view] = (await viewOf(profile, { filters: { state: ['select'] } })).dumps;
    expect(view?.filtered).toEqual({ count: 2, unknownWait: 0, unknownState: 2 });
  });
});

describe('what is idle by design', () => {
  test('is folded, and listed with --all', async () => {
    const [folded] = (await viewOf(DUMP)).dumps;
    expect(folded?.idle).toEqual({
      count: 2,
      kinds: [
        { kind: 'accept-loop', count: 1 },
        { kind: 'dump-writer', count: 1 },
      ],
    });
    const [all] = (await viewOf(DUMP, { all: true })).dumps;
    expect(all?.idle.count).toBe(0);
    expect(all?.listed).toBe(9);
    expect(all?.groups.flatMap(({ idle }) => idle.map(({ kind }) => kind))).toHaveLength(2);
  });

  test('filters come first: what they leave out is not idle', async () => {
    const [view] = (await viewOf(DUMP, { filters: { state: ['io-wait'] } })).dumps;
    expect([view?.listed, view?.idle.count, view?.filtered.count]).toEqual([0, 1, 8]);
  });
});

describe('the text', () => {
  test('says how the numbers add up', async () => {
    expect(await textOf(DUMP, { filters: { minWait: 3 } })).toContain(
      '  9 goroutines: 3 listed in 3 groups; 1 idle by design, folded (1 accept-loop;\n  --all lists them); 5 left out by the filters (3 only because their age is\n  unknown, which is not short)\n',
    );
  });

  test('an age that is in part unknown is not passed off as known', async () => {
    expect(await textOf(DUMP)).toContain('   5  chan receive, 2 for 2 to 7 minutes, 3 of unknown age\n');
    expect(await textOf(DUMP)).toContain('   1  semacquire (mutex), 9 minutes\n');
  });

  test('shows what is wrong with a dump', async () => {
    const broken = DUMP.replace('goroutine 13 ', 'disk is full\ngoroutine 13 ').slice(0, -40);
    const text = await textOf(broken);
    expect(text).toContain('not whole');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('1 line of the goroutine dump fit no known form');
    expect(text).toMatch(/^ {4}│ \d+: disk is full$/m);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('its text is cut off');
    const ageless = await textOf(DUMP.replaceAll(/, \d+ minutes/g, ''));
    expect(ageless).toContain('  ! no goroutine of the dump has a printed wait: the ages are unknown, not short\n');
  });

  test('says which states there are where --state is none of them', async () => {
    expect(await textOf(DUMP, { filters: { state: ['slect'] } })).toContain('  States here: 5 chan receive, 1 IO wait, 1 running, ');
    expect(await textOf(DUMP, { filters: { state: ['select'], minWait: 9 } })).not.toContain('States here');
    expect(await textOf(DUMP, { filters: { state: ['io-wait'] } })).not.toContain('States here');
  });

  test('says that there are no goroutines, and what was looked at', async () => {
    expect(await textOf('listening\n')).toBe('No goroutines: nothing in 1 file lists any; goroner inspect says what was found.\n');
  });

  test('says that a limit kept something out', async () => {
    const many = dump(MAIN, ...Array.from({ length: 300 }, (_, i) => goroutine(i + 2, 'select', [[`main.f${i}`, '/app/a.go:1']], MAKER)));
    const limits = { evidenceBytes: 60_000 };
    const view = await viewOf(many, { limits });
    expectSums(view);
    expect(toBigInt(view.dumps[0]?.ungrouped ?? 0)).toBeGreaterThan(0n);
    const text = await textOf(many, { limits });
    expect(text).toMatch(/; \d+ in no group that\s+could be kept or read\n/);
    expect(text).toContain('the limit evidence-bytes');
  });

  test('stays within 80 columns and acts on no terminal, whatever the names are', async () => {
    const long = `github.com/${'acme/'.repeat(30)}x.(*T).do`;
    const wide = `main.${'漢'.repeat(90)}`;
    const calls = [[long, `/${'very/'.repeat(40)}a.go:1`], [wide, '/a.go:2'], ['main.\u001b[31m', '/b.go:3']] as const; // prettier-ignore
    for (const by of LEVELS) {
      const text = await textOf(dump(MAIN, goroutine(2, 'select', calls, [long, '/a.go:1'])), { by });
      for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
      expect(text).not.toContain('\u001b');
    }
  });
});

test('the numbers of every sample add up at every level', { timeout: 240_000 }, async () => {
  const folders = readdirSync(INCIDENTS).filter((name) => statSync(join(INCIDENTS, name)).isDirectory());
  let dumps = 0;
  for (const [i, name] of folders.entries()) {
    const view = await viewOf([join(INCIDENTS, name)], {
      by: LEVELS[i % LEVELS.length] ?? 'exact',
      all: i % 2 === 0,
      filters: i % 5 === 0 ? { minWait: 1 } : {},
    });
    expectSums(view);
    dumps += view.dumps.length;
  }
  expect(dumps).toBeGreaterThan(100);
});

test('a wait that a profile in text form hides is said as the guess that it is', async () => {
  const profile = `goroutine profile: total 41
40 @ 0x43a0ce 0x40a40d 0x40a012 0x4e704c 0x46e321
#	0x4e704b	main.await+0x4b	/src/app/client.go:88

1 @ 0x43a0ce 0x450004 0x4e8020 0x46e321
#	0x450003	time.Sleep+0x123	/usr/local/go/src/runtime/time.go:195
#	0x4e801f	main.report+0x1f	/src/app/main.go:40
`;
  const [group] = (await viewOf(profile, { all: true })).dumps[0]?.groups ?? [];
  expect(group?.states).toEqual([{ likely: 'chan-receive', count: 40 }]);
  expect(await textOf(profile, { all: true })).toContain('likely chan-receive');
});
