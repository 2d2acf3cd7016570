import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CaseFile } from '../../src/evidence/case-file.ts';
import type { CrashFact } from '../../src/evidence/facts/crash.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { fingerprintOfFact } from '../../src/fingerprint/of-fact.ts';
import { crashOf, readText, stack } from '../parsers/crash/read.ts';

function printOf(crash: CrashFact): Fingerprint {
  const made = fingerprintOfFact(crash, new CaseFile());
  if (made === undefined) throw new Error('a crash has a fingerprint');
  return made;
}

/** Of a panic of goroutine 7 with these calls. */
function of(head: string, ...calls: readonly string[]): Fingerprint {
  return printOf(
    crashOf(`${head}\n\n${stack('goroutine 7 [running]:', ...calls)}\ncreated by main.main in goroutine 1\n\t/src/app/main.go:3 +0x1\n`),
  );
}

const CALLS = [
  'main.f(0x1)',
  'github.com/acme/lib.(*T).Do(0x2)',
  'main.g()',
  'net/http.HandlerFunc.ServeHTTP(0x1)',
  'main.h()',
  'main.i()',
  'main.j()',
];

describe('the text', () => {
  test('is what is hashed, and says the level', () => {
    const { algorithm, level, hash, text, levels, reason } = of('panic: boom 7', ...CALLS);
    expect(text).toBe(
      'gofp/1 L3\nkind: panic\nmessage: boom <int>\nframe: main.f\nframe: github.com/acme/lib.(*T).Do\nframe: main.g\nframe: main.h\nframe: main.i',
    );
    expect([algorithm, level, reason]).toEqual(['gofp/1', 'L3', undefined]);
    const sha = (of: string) => createHash('sha256').update(of).digest('hex').slice(0, 16);
    expect(hash).toBe(sha(text ?? ''));
    expect(levels).toEqual({
      L0: sha('gofp/1 L0\nkind: panic'),
      L1: sha('gofp/1 L1\nkind: panic\nmessage: boom <int>'),
      L2: sha('gofp/1 L2\nkind: panic\nmessage: boom <int>\nframe: main.f'),
      L3: hash,
      L4: sha(
        [
          'gofp/1 L4\nkind: panic\nmessage: boom <int>',
          ...['main.f', 'github.com/acme/lib.(*T).Do', 'main.g', 'net/http.HandlerFunc.ServeHTTP', 'main.h', 'main.i', 'main.j'].map(
            (one) => `frame: ${one}`,
          ),
          'created by: main.main',
        ].join('\n'),
      ),
    });
  });

  test('has a note for each frame', () => {
    const { notes } = of(
      'panic: boom',
      'main.g.func1()',
      'panic({0x1, 0x2})',
      'main.f.func1.2()',
      'main.f(...)',
      'strings.Map()',
      'main.main.gowrap1()',
    );
    expect(notes.map(({ frame, as, decision }) => [frame, decision, as ?? ''])).toEqual([
      ['main.g.func1', 'left-out', ''],
      ['panic', 'left-out', ''],
      ['main.f.func1.2', 'used', 'main.f.func'],
      ['main.f', 'used', ''],
      ['strings.Map', 'not-used', ''],
      ['main.main.gowrap1', 'left-out', ''],
    ]);
    expect(notes.every(({ why }) => why.length > 10)).toBe(true);
  });
});

describe('the same', () => {
  const base = of('panic: boom', ...CALLS);
  test.each([
    ['other values', of('panic: boom', ...CALLS.map((call) => call.replace('0x1', '0xc0001234')))],
    [
      'a caught panic',
      printOf(
        crashOf(
          `2026/01/02 03:04:05 http: panic serving 10.0.0.1:4711: boom\n${stack('goroutine 9 [running]:', 'net/http.(*conn).serve.func1()', 'panic({0x1, 0x2})', ...CALLS)}\n`,
        ),
      ),
    ],
    ['deferred code above', of('panic: boom', 'main.deferred()', 'panic({0x1, 0x2})', ...CALLS)],
    ['recursion of any depth', of('panic: boom', 'main.f(0x2)', 'main.f(0x3)', ...CALLS)],
    ['a logger that panics', of('panic: boom', 'go.uber.org/zap.(*Logger).Panic(0x1)', ...CALLS)],
    [
      'a vendored module',
      of('panic: boom', ...CALLS.map((call) => call.replace('github.com/acme/lib', 'example.com/app/vendor/github.com/acme/lib'))),
    ],
    [
      'other insides of the library',
      of('panic: boom', ...CALLS.map((call) => call.replace('net/http.HandlerFunc.ServeHTTP', 'net/http.serveIt'))),
    ],
  ])('with %s', (_, other) => {
    expect(other.hash).toBe(base.hash);
  });

  test('of a chain the oldest panic counts, with its message and the frames below it', () => {
    const chain = 'panic: first [recovered]\n\tpanic: second 7';
    const again = of(chain, 'main.again.func1()', 'panic({0x1, 0x2})', 'main.f()', 'main.g()');
    expect(again.text).toBe('gofp/1 L3\nkind: panic\nmessage: first\nframe: main.f\nframe: main.g');
    expect(again.hash).toBe(of('panic: first', 'main.f()', 'main.g()').hash);
    // The same value once more: one line since Go 1.25, two before.
    const before = of('panic: first [recovered]\n\tpanic: first', 'main.again.func1()', 'panic({0x1, 0x2})', 'main.f()', 'main.g()');
    const since = of('panic: first [recovered, repanicked]', 'main.again.func1()', 'panic({0x1, 0x2})', 'main.f()', 'main.g()');
    expect([before.hash, since.hash]).toEqual([again.hash, again.hash]);
  });

  test('whoever of an endless recursion is on top', () => {
    const deep = (...calls: readonly string[]) =>
      of('runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow', ...calls);
    const one = deep('main.a()', 'main.b()', 'main.c()', 'main.a()', 'main.b()', 'main.c()', 'main.a()');
    const two = deep('fmt.Sprint()', 'main.c()', 'main.a()', 'main.b()', 'main.c()', 'main.a()', 'main.b()', 'main.c()');
    expect(one.text).toContain('recursion: main.a\nrecursion: main.b\nrecursion: main.c');
    expect(two.hash).toBe(one.hash);
    expect(deep('main.a()', 'main.a()', 'main.a()', 'main.main()').text).toContain('recursion: main.a');
    expect(deep('main.a()', 'main.c()', 'main.b()', 'main.a()', 'main.c()', 'main.b()').hash).not.toBe(one.hash);
  });
});

describe('another one', () => {
  const base = of('panic: boom', ...CALLS);
  test.each([
    ['another message', of('panic: bang', ...CALLS)],
    ['another function', of('panic: boom', 'main.x()', ...CALLS.slice(1))],
    ['another caller among the first five', of('panic: boom', ...CALLS.slice(0, 2), 'main.x()', ...CALLS.slice(3))],
    ['another receiver', of('panic: boom', CALLS[0] ?? '', 'github.com/acme/lib.(*U).Do(0x2)', ...CALLS.slice(2))],
    ['another package', of('panic: boom', CALLS[0] ?? '', 'github.com/other/lib.(*T).Do(0x2)', ...CALLS.slice(2))],
    ['a fatal error', of('fatal error: boom', ...CALLS)],
  ])('with %s', (_, other) => {
    expect(other.hash).not.toBeNull();
    expect(other.hash).not.toBe(base.hash);
  });

  test('where only the types differ', () => {
    const types = (is: string) => of(`panic: interface conversion: interface {} is ${is}, not string`, 'main.f()', 'main.g()').hash;
    expect(types('int')).not.toBe(types('main.T'));
  });

  test('below the first five frames only L4 sees it', () => {
    const other = of('panic: boom', ...CALLS.slice(0, -1), 'main.x()');
    expect(other.hash).toBe(base.hash);
    expect(other.levels.L4).not.toBe(base.levels.L4);
  });
});

describe('the level by kind', () => {
  test.each([
    ['a panic', 'panic: boom', 'L3'],
    ['a deadlock', 'fatal error: all goroutines are asleep - deadlock!', 'L3'],
    ['a map of two', 'fatal error: concurrent map writes', 'L2'],
    ['memory that was overwritten', 'fatal error: found pointer to free object', 'L1'],
    ['a lack', 'fatal error: runtime: cannot allocate memory', 'L1'],
    ['a bad access', 'unexpected fault address 0x7f\nfatal error: fault\n[signal SIGBUS: bus error code=0x2 addr=0x7f pc=0x48]', 'L3'],
  ])('%s', (_, head, level) => {
    const made = of(head, ...CALLS);
    expect(made.level).toBe(level);
    expect(made.hash).not.toBeNull();
  });

  test('where a resource ran out, goroutines that outnumber all others say where it went', () => {
    const many = Array.from(
      { length: 40 },
      (_, i) => `goroutine ${i + 10} [chan send]:\nmain.leak()\n\t/src/app/main.go:7 +0x1\nmain.start()\n\t/src/app/main.go:8 +0x1\n`,
    );
    const text = `fatal error: runtime: cannot allocate memory\n\n${stack('goroutine 1 [running]:', 'main.f()', 'main.main()')}\n\n${many.join('\n')}`;
    const made = (from: string) => {
      const { crashes, dumps, groups } = readText(from);
      const all = new Map<string, unknown>([...crashes, ...dumps, ...groups].map((one) => [one.id, one]));
      const [crash] = crashes;
      if (crash === undefined) throw new Error('no crash');
      return fingerprintOfFact(crash, { get: (id) => all.get(id) as never, of: (type) => (type === 'goroutines' ? groups : []) as never });
    };
    expect(made(text)?.text).toBe('gofp/1 L2\nkind: fatal error\nmessage: runtime: cannot allocate memory\nframe: main.leak');
    // A few say nothing.
    expect(made(text.slice(0, text.indexOf('goroutine 13')))?.level).toBe('L1');
  });
});

describe('refused', () => {
  const bare = (head: string, ...calls: readonly string[]) => printOf(crashOf(`${head}\n\n${stack('goroutine 1 [running]:', ...calls)}\n`));

  test.each([
    ['one frame, and nobody who started it', bare('panic: boom', 'main.main()'), /fewer than two frames/],
    ['nothing of the program', bare('panic: boom', 'net/http.(*conn).serve()', 'net/http.x()'), /no frame of the program/],
    ['C that Go’s library calls', bare('panic: boom', 'os/user._Cfunc_mygetpwuid_r()', 'os/user.current()'), /no frame of the program/],
    ['no stack', printOf(crashOf('panic: boom\n\nexit status 2\n')), /no stack/],
    [
      'a dump on purpose',
      printOf(crashOf(`SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n${stack('goroutine 1 [running]:', 'main.f()', 'main.main()')}\n`)),
      /asked for/,
    ],
    [
      'a signal from outside',
      printOf(
        crashOf(`SIGABRT: abort\nPC=0x1 m=0 sigcode=0\n\n${stack('goroutine 1 [running]:', 'main.f()', 'main.main()')}\n\nrax 0x1\n`),
      ),
      /from outside/,
    ],
    [
      'frames that the runtime left out',
      printOf(
        crashOf(
          `panic: boom\n\n${stack('goroutine 1 [running]:', ...Array.from({ length: 98 }, (_, i) => `strings.f${i}()`), 'main.f()', 'main.g()')}\n...additional frames elided...\n`,
        ),
      ),
      /left out frames/,
    ],
    [
      'a stack that is cut',
      printOf(crashOf(`panic: boom\n\n${stack('goroutine 7 [running]:', 'strings.Map()', 'github.com/acme/lib.Do()')}`)),
      /cut/,
    ],
    ['a test that ran out of time without a name', of('panic: test timed out after 1s', 'testing.(*M).startAlarm.func1()'), /alarm/],
  ])('%s', (_, { hash, text, reason }, why) => {
    expect([hash, text]).toEqual([null, undefined]);
    expect(reason).toMatch(why);
  });

  test('coarser levels stay, and what the gap is behind', () => {
    const deep = printOf(
      crashOf(
        `panic: boom\n\n${stack('goroutine 1 [running]:', ...CALLS, ...Array.from({ length: 60 }, (_, i) => `main.r${i}()`))}\n...additional frames elided...\n`,
      ),
    );
    expect(deep.hash).toBe(of('panic: boom', ...CALLS).hash);
    expect(deep.levels.L4).toBeNull();
    const weak = bare('panic: boom', 'main.main()');
    expect([weak.levels.L0 === null, weak.levels.L1 === null, weak.levels.L2]).toEqual([false, false, null]);
  });

  test('frames may be left out behind the first fifty of the goroutine, deferred code counted', () => {
    const print = (library: number, above: readonly string[] = []) =>
      printOf(
        crashOf(
          `panic: boom\n\n${stack('goroutine 1 [running]:', ...above, ...Array.from({ length: library }, (_, i) => `strings.f${i}()`), ...CALLS)}\n...203 frames elided...\n`,
        ),
      );
    expect(print(40).levels).toMatchObject({ L2: expect.any(String) as string, L3: expect.any(String) as string, L4: null });
    expect(print(48).levels).toMatchObject({ L2: expect.any(String) as string, L3: null });
    expect(print(60).levels).toMatchObject({ L1: expect.any(String) as string, L2: null, L3: null });
    const deferred = [...Array.from({ length: 20 }, (_, i) => `main.d${i}()`), 'panic({0x1, 0x2})'];
    expect(print(40, deferred).levels).toMatchObject({ L2: null, L3: null });
  });

  test('a frame without a name among those that count', () => {
    const { levels, reason } = of('panic: boom', '0x4a5b6c()', ...CALLS);
    expect([levels.L2, levels.L3]).toEqual([null, null]);
    expect(reason).toMatch(/no name/);
    // Behind them it is none of theirs.
    const behind = of('panic: boom', ...CALLS, '0x4a5b6c()');
    expect(behind.hash).toBe(of('panic: boom', ...CALLS).hash);
    expect(behind.levels.L4).toBeNull();
  });
});

test('a test that ran out of time is told by its name', () => {
  const text = (name: string) =>
    `panic: test timed out after 1s\n\trunning tests:\n\t\t${name} (1s)\n\n${stack('goroutine 7 [running]:', 'testing.(*M).startAlarm.func1()')}\ncreated by time.goFunc\n\t/usr/local/go/src/time/sleep.go:1 +0x1\n`;
  const one = printOf(crashOf(text('TestA')));
  expect([one.level, one.text]).toEqual(['L1', 'gofp/1 L1\nkind: panic\nmessage: test timed out: TestA']);
  expect(printOf(crashOf(text('TestB'))).hash).not.toBe(one.hash);
});
