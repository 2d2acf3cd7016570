import { describe, expect, test } from 'vitest';
import { MAIN, crashOf, readText, stack } from './read.ts';

const SEGV = '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x482f35]';
/** A deferred Unlock that runs while a panic goes on. */
const IN_DEFER = stack(
  'goroutine 1 [running]:',
  'internal/sync.fatal({0x488b5e?, 0x2ecab4e94d78?})',
  'internal/sync.(*Mutex).unlockSlow(0x2ecab4f06008, 0xffffffff)',
  'sync.(*Mutex).Unlock(...)',
  'main.cleanup()',
  'panic({0x52ad08?, 0x539a20?})',
  'main.work()',
  'main.main()',
);

describe('fatal errors', () => {
  test('a user’s mistake', () => {
    const text = `fatal error: sync: unlock of unlocked mutex\n\n${stack(
      'goroutine 1 [running]:',
      'internal/sync.fatal({0x1, 0x2})',
      'internal/sync.(*Mutex).unlockSlow(0x1, 0x2)',
      'sync.(*Mutex).Unlock(...)',
      'main.main()',
    )}\nexit status 2`;
    expect(crashOf(text)).toMatchObject({
      class: 'fatal-error',
      message: 'sync: unlock of unlocked mutex',
      blame: 'user',
      chain: [],
      hidesPanic: false,
      fault: { function: 'sync.(*Mutex).Unlock' },
      culprit: { function: 'main.main' },
      exitStatus: 2,
      truncated: false,
    });
  });

  test.each([
    ['running < 0', 'runtime'],
    ['cannot open /dev/bintime', 'resource'],
    ['a text that no release has', 'unknown'],
  ])('without a frame of the runtime it is a user’s mistake, but for its own checks: %s', (message, blame) => {
    const text = `fatal error: ${message}\n\n${stack('goroutine 1 [running]:', 'main.main()')}`;
    expect(crashOf(text)).toMatchObject({ class: 'fatal-error', message, blame });
  });

  test('what it says more comes before it', () => {
    const text = `runtime: goroutine stack exceeds 1000000000-byte limit
runtime: sp=0xc0200e0390 stack=[0xc0200e0000, 0xc0400e0000]
fatal error: stack overflow

${stack('runtime stack:', 'runtime.throw({0x1, 0x2})', 'runtime.newstack()')}

${stack('goroutine 1 [running]:', 'main.recurse(0x1)', 'main.recurse(0x2)', 'main.main()')}`;
    expect(crashOf(text)).toMatchObject({
      class: 'throw',
      message: 'stack overflow',
      blame: 'user',
      preceding: ['runtime: goroutine stack exceeds 1000000000-byte limit', 'runtime: sp=0xc0200e0390 stack=[0xc0200e0000, 0xc0400e0000]'],
      goroutine: { id: 1 },
      culprit: { function: 'main.recurse' },
    });
  });

  test('or hundreds of lines before it, carried on by the rows between', () => {
    const rows = Array.from({ length: 400 }, (_, at) => `0xc0000f2${at.toString(16).padStart(3, '0')} free  marked   zombie`);
    const text = [
      'runtime: marked free object in span 0x7f45, elemsize=64',
      ...rows,
      `fatal error: found pointer to free object\n\n${MAIN}`,
    ];
    expect(crashOf(text.join('\n')).preceding).toStrictEqual(['runtime: marked free object in span 0x7f45, elemsize=64']);
    const far = ['runtime: marked free object', ...Array<string>(30).fill('a log line'), `fatal error: fault\n\n${MAIN}`];
    expect(crashOf(far.join('\n')).preceding).toStrictEqual([]);
  });

  test('its text goes on after a tab (Go ≥ 1.23)', () => {
    const text = `fatal error: panic while printing panic value: first\n\tsecond\n\t\tthird\n\n${MAIN}`;
    expect(crashOf(text).message).toBe('panic while printing panic value: first\nsecond\n\tthird');
  });

  test('of an unknown text the frames tell the kind', () => {
    const thrown = stack('goroutine 1 [running]:', 'runtime.throw({0x1, 0x2})', 'runtime.park_m(0x1)', 'main.main()');
    expect(crashOf(`fatal error: something new\n\n${thrown}`)).toMatchObject({ class: 'throw', blame: 'runtime' });
    expect(crashOf(`fatal error: bad new span\n\n${thrown}`)).toMatchObject({ class: 'throw', blame: 'memory' });
    expect(crashOf(`fatal error: cannot map new memory\n\n${thrown}`)).toMatchObject({ class: 'throw', blame: 'resource' });
    expect(crashOf(`fatal error: something new\n\n${MAIN}`)).toMatchObject({ class: 'fatal-error', blame: 'unknown' });
  });

  test('without any goroutine', () => {
    const goexit = 'no goroutines (main called runtime.Goexit) - deadlock!';
    expect(crashOf(`fatal error: ${goexit}\nexit status 2`)).toMatchObject({ message: goexit, truncated: false });
    expect(crashOf('fatal error: concurrent map writes\n')).toMatchObject({ class: 'fatal-error', truncated: true });
    expect(crashOf('fatal error: something new')).toMatchObject({ class: 'throw', blame: 'unknown', truncated: true });
    expect(crashOf('fatal error: bad new span')).toMatchObject({ class: 'throw', blame: 'memory', truncated: true });
    // Other programs say so too.
    const compiler = readText('fatal error: too many errors emitted\n1 error generated.\nmake: *** [all] Error 1');
    expect([compiler.crashes.length, compiler.skipped.length]).toStrictEqual([0, 1]);
  });
});

describe('a fatal error in a deferred call', () => {
  test('Go ≤ 1.25: the panic is lost', () => {
    const crash = crashOf(`fatal error: sync: unlock of unlocked mutex\n\n${IN_DEFER}`);
    expect(crash).toMatchObject({ class: 'fatal-error', hidesPanic: true, chain: [], culprit: { function: 'main.work' } });
  });

  test('Go ≤ 1.25: but for its signal', () => {
    const crash = crashOf(`fatal error: sync: unlock of unlocked mutex\n${SEGV}\n\n${IN_DEFER}`);
    expect(crash).toMatchObject({
      class: 'fatal-error',
      message: 'sync: unlock of unlocked mutex',
      hidesPanic: true,
      chain: [{ message: 'runtime error: invalid memory address or nil pointer dereference' }],
      signal: { nilOffset: 0 },
      culprit: { function: 'main.work' },
    });
  });

  test('a signal that no panic could have raised tells of none', () => {
    const signal = SEGV.replace('code=0x1', 'code=0x80');
    expect(crashOf(`fatal error: sync: unlock of unlocked mutex\n${signal}\n\n${MAIN}`)).toMatchObject({ hidesPanic: false, chain: [] });
  });

  test('Go ≥ 1.26: the list stands before it', () => {
    const crash = crashOf(`panic: (main.S) 0x4b36f0\n\tpanic: second\n\tfatal error: sync: unlock of unlocked mutex\n\n${IN_DEFER}`);
    expect(crash).toMatchObject({
      class: 'fatal-error',
      message: 'sync: unlock of unlocked mutex',
      blame: 'user',
      hidesPanic: true,
      chain: [{ message: '(main.S) 0x4b36f0' }, { message: 'second' }],
    });
  });

  test('Go ≥ 1.26: a text of several lines', () => {
    const crash = crashOf(`panic: first\n\tfatal error: removed GODEBUG "x"\n\tand more\n\n${IN_DEFER}`);
    expect(crash).toMatchObject({ message: 'removed GODEBUG "x"\nand more', chain: [{ message: 'first' }] });
  });

  test('Go ≥ 1.26: with a signal', () => {
    const head =
      'panic: runtime.errorString("invalid memory address or nil pointer dereference")\n\tfatal error: sync: unlock of unlocked mutex';
    expect(crashOf(`${head}\n${SEGV}\n\n${IN_DEFER}`)).toMatchObject({
      class: 'fatal-error',
      chain: [{ message: 'runtime error: invalid memory address or nil pointer dereference' }],
      signal: { nilOffset: 0 },
    });
  });

  test('a panic where nothing may panic', () => {
    const thrown = stack('runtime stack:', 'runtime.throw({0x1, 0x2})', 'runtime.gopanic({0x1, 0x2})', 'runtime.mallocgc(0x1, 0x2, 0x1)');
    for (const [between, message] of [
      ['', 'panic on system stack'],
      ['', 'panic during malloc'],
      ['preempt off reason: gcing\n', 'panic during preemptoff'],
      ['', 'panic holding locks'],
    ] as const)
      expect(crashOf(`panic: first\n${between}fatal error: ${message}\n\n${thrown}`)).toMatchObject({
        class: 'throw',
        message,
        chain: [{ message: 'first' }],
        hidesPanic: true,
      });
    // Where no stack is shown the text alone tells.
    expect(crashOf('panic: first\nfatal error: panic on system stack\nexit status 2')).toMatchObject({
      class: 'throw',
      chain: [{ message: 'first' }],
    });
    expect(crashOf('panic: first\nfatal error: something new\nexit status 2')).toMatchObject({ class: 'panic' });
  });
});

describe('faults while a report is printed', () => {
  const banner = 'SIGSEGV: segmentation violation\nPC=0x44bfd8 m=0 sigcode=128 addr=0x0';
  const g0 = stack('goroutine 0 gp=0x56fe40 m=0 mp=0x570b40 [idle]:', 'runtime.preemptall()', 'runtime.startpanic_m()');
  const g1 = stack(
    'goroutine 1 gp=0xc000002380 m=0 mp=0x570b40 [running]:',
    'runtime.throw({0x1, 0x2})',
    'runtime.sigpanic()',
    'main.main()',
  );

  test('the first report counts; goroutines follow after the second', () => {
    const { crashes, dumps } = readText(
      `unexpected fault address 0xc00108eedc\nfatal error: fault\npanic during panic\n${banner}\n\n${g0}\n\n${g1}\n\nrax    0x0\n`,
    );
    expect(crashes).toHaveLength(1);
    expect(crashes[0]).toMatchObject({
      class: 'throw',
      message: 'fault',
      doubleFault: true,
      preceding: ['unexpected fault address 0xc00108eedc'],
      goroutine: { id: 1 },
      culprit: { function: 'main.main' },
    });
    // The signal is that of the second fault.
    expect(crashes[0]).not.toHaveProperty('signal');
    expect(dumps).toMatchObject([{ kind: 'crash', goroutines: 2, unparsedLines: 0 }]);
  });

  test('a signal line after it is of the second fault', () => {
    const crash = crashOf(`fatal error: fault\npanic during panic\n${SEGV}\n\n${MAIN}`);
    expect(crash).toMatchObject({ message: 'fault', doubleFault: true, goroutine: { id: 1 } });
    expect(crash).not.toHaveProperty('signal');
    expect(crash.citations[0].excerpt).toContain(SEGV);
  });

  test('two threads that die of the same are one crash', () => {
    const message = 'fatal error: unexpected signal during runtime execution';
    const { crashes } = readText(`${message}\n${message}\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x10 pc=0x1]\n\n${MAIN}`);
    expect(crashes).toMatchObject([{ class: 'throw', blame: 'memory', signal: { address: '0x10' } }]);
    expect(crashes[0]).not.toHaveProperty('doubleFault');
  });

  test('no stack can be printed any more', () => {
    expect(crashOf('fatal error: fault\npanic during panic\nstack trace unavailable\n')).toMatchObject({
      message: 'fault',
      doubleFault: true,
      truncated: true,
    });
    expect(crashOf('panic: boom\npanic during panic\nstack trace unavailable\n')).toMatchObject({ message: 'boom', doubleFault: true });
  });

  test('in the middle of the stacks', () => {
    const crash = crashOf(`panic: boom\n\n${MAIN}\n\npanic during panic\n\n${stack('goroutine 5 [select]:', 'main.loop()')}`);
    expect(crash).toMatchObject({ message: 'boom', doubleFault: true, goroutine: { id: 1 } });
  });
});
