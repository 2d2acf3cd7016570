import { describe, expect, test } from 'vitest';
import { MAIN, crashOf, stack } from './read.ts';

/** Pointers that throws print with every frame: from Go 1.18 on of all stacks, before of the first. */
const pointed = (text: string) => text.replaceAll(/ \+0x1d$/gm, ' +0x1d fp=0xc000049df8 sp=0xc000049dc8 pc=0x430591');

const BAD_POINTER = 'fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)';
const EXHAUSTED = 'runtime: program exceeds 24-thread limit\nfatal error: thread exhaustion';

/** The collector marks on the system stack of a worker (measured: Go 1.13 to 1.27), and the scheduler starts a thread on its own. */
const FORMS: readonly (readonly [release: string, text: string, functions: readonly string[], goroutine: object])[] = [
  [
    'Go 1.13: words as arguments, no pointers',
    `${BAD_POINTER}\n\n${stack(
      'runtime stack:',
      'runtime.throw(0x4d0ae6, 0x3e)',
      'runtime.findObject(0xc000, 0xc000025738, 0x10, 0x1, 0x2, 0x3)',
      'runtime.scanobject(0xc000025738, 0xc000025738)',
      'runtime.gcDrain(0xc000025738, 0xb)',
      'runtime.gcBgMarkWorker.func2()',
      'runtime.systemstack(0x0)',
      'runtime.mstart()',
    )}\n\n${stack('goroutine 18 [GC worker (idle)]:', 'runtime.systemstack_switch()', 'runtime.gcBgMarkWorker(0xc000022500)')}\n\n${MAIN}`,
    ['throw', 'findObject', 'scanobject', 'gcDrain', 'gcBgMarkWorker.func2', 'systemstack', 'mstart'],
    { id: 18, state: 'GC worker (idle)' },
  ],
  [
    'Go 1.18: aggregates, pointers',
    `${BAD_POINTER}\n\n${pointed(
      stack(
        'runtime stack:',
        'runtime.throw({0x4a77a9?, 0x6?})',
        'runtime.badPointer(0x7f16af24bfc8, 0xc000025738?, 0xc0000ca000, 0xc000049eb0?)',
        'runtime.gcDrain(0xc000025738, 0xb)',
        'runtime.gcBgMarkWorker.func2()',
        'runtime.systemstack()',
      ),
    )}\n\n${pointed(stack('goroutine 5 [GC worker (idle)]:', 'runtime.systemstack_switch()'))}\n\n${MAIN}`,
    ['throw', 'badPointer', 'gcDrain', 'gcBgMarkWorker.func2', 'systemstack'],
    { id: 5 },
  ],
  [
    'Go 1.22 and later: gp= and m= in headers, inlined calls',
    `${BAD_POINTER}\n\n${pointed(
      stack(
        'runtime stack:',
        'runtime.throw({0x4accd2?, 0xabbf40c5b00?})',
        'runtime.gcDrain(0x3fd2a5f4b260, 0x7)',
        'runtime.gcDrainMarkWorkerIdle(...)',
      ),
    )}\n\n${pointed(stack('goroutine 19 gp=0x3fd2a5f401e0 m=0 mp=0x5bce40 [GC worker (active)]:', 'runtime.systemstack_switch()'))}\n\n${MAIN}`,
    ['throw', 'gcDrain', 'gcDrainMarkWorkerIdle'],
    { id: 19 },
  ],
  [
    'Go 1.27: the scheduler itself, for no goroutine',
    `${EXHAUSTED}\n\n${pointed(
      stack(
        'runtime stack:',
        'runtime.throw({0x4a5242?, 0x37c16b223eb0?})',
        'runtime.checkmcount()',
        'runtime.schedule()',
        'runtime.mstart()',
      ),
    )}\n\n${pointed(stack('goroutine 1 gp=0x37c16b0721e0 m=nil [runnable]:', 'main.main()'))}`,
    ['throw', 'checkmcount', 'schedule', 'mstart'],
    { state: '' },
  ],
  [
    'any release: the stack of the goroutine cannot grow',
    `runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\n${stack(
      'runtime stack:',
      'runtime.throw({0x4b6c53?, 0x0?})',
      'runtime.newstack()',
      'runtime.morestack()',
    )}\n\n${stack('goroutine 1 [running]:', 'main.(*order).String(0x0?)', 'main.main()')}`,
    ['throw', 'newstack', 'morestack'],
    { id: 1, state: 'running' },
  ],
];

describe('the system stack of a throw', () => {
  test.each(FORMS)('%s', (_, text, functions, goroutine) => {
    const crash = crashOf(text);
    expect(crash.class).toBe('throw');
    expect(crash.systemStack?.functions).toEqual(functions.map((name) => `runtime.${name}`));
    expect(crash.systemStack?.frames.map((frame) => frame.function)).toEqual(crash.systemStack?.functions);
    const line = text.split('\n').indexOf('runtime stack:') + 1;
    expect(crash.systemStack?.citation).toMatchObject({ firstLine: line, lastLine: line + 2 * functions.length });
    expect(crash.systemStack?.citation.excerpt).toContain('runtime stack:\nruntime.throw(');
    expect(crash.goroutine).toMatchObject(goroutine);
  });

  test('it keeps the arguments, and is there where the text ends after it', () => {
    const text = `fatal error: stack overflow\n\n${stack('runtime stack:', 'runtime.throw({0x4b6c53, 0xe})', 'runtime.newstack()')}`;
    const crash = crashOf(text);
    expect(crash.systemStack?.frames[0]).toMatchObject({ function: 'runtime.throw', args: '{0x4b6c53, 0xe}', origin: 'runtime' });
    expect(crash.truncated).toBe(true);
  });

  test('a signal in C arrives on the stack of its thread', () => {
    const text = `SIGSEGV: segmentation violation\nPC=0x401136 m=3 sigcode=1 addr=0x10\nsignal arrived during cgo execution\n\n${stack(
      'goroutine 0 gp=0xc000007dc0 m=3 mp=0xc000080808 [idle]:',
      'runtime.futex(0x1)',
      'runtime.mstart()',
    )}\n\n${stack('goroutine 1 gp=0xc0000061c0 m=3 mp=0xc000080808 [syscall]:', 'runtime.cgocall(0x401136, 0xc00007ee50)', 'main.main()')}\n\nrax    0x0\n`;
    const crash = crashOf(text);
    expect(crash).toMatchObject({ class: 'signal', goroutine: { id: 1 } });
    expect(crash.systemStack?.functions).toEqual(['runtime.futex', 'runtime.mstart']);
  });
});

describe('none', () => {
  test.each([
    ['a panic', `panic: boom\n\n${MAIN}`],
    [
      'a fatal error on the stack of the goroutine',
      `fatal error: sync: unlock of unlocked mutex\n\n${stack('goroutine 1 [running]:', 'sync.fatal({0x1, 0x2})', 'main.main()')}`,
    ],
    [
      'a dump for SIGQUIT, whatever the thread did that got it',
      `SIGQUIT: quit\nPC=0x4691a1 m=0 sigcode=0\n\n${stack('goroutine 0 gp=0x5bc3a0 m=0 mp=0x5bce40 [idle]:', 'runtime.futex(0x1)')}\n\n${MAIN}\n\nrax    0x0\n`,
    ],
    [
      'the same, asked for at the terminal',
      `SIGQUIT: quit\nPC=0x4691a1 m=0 sigcode=128\n\n${stack('goroutine 0 gp=0x5bc3a0 m=0 mp=0x5bce40 [idle]:', 'runtime.futex(0x1)')}\n\n${MAIN}\n\nrax    0x0\n`,
    ],
    [
      'a signal that another process has sent',
      `SIGABRT: abort\nPC=0x4691a1 m=0 sigcode=0\n\n${stack('goroutine 0 gp=0x5bc3a0 m=0 mp=0x5bce40 [idle]:', 'runtime.futex(0x1)')}\n\n${MAIN}\n\nrax    0x0\n`,
    ],
  ])('%s', (_, text) => {
    expect(crashOf(text)).not.toHaveProperty('systemStack');
  });
});

test('the labels of the goroutine that crashed', () => {
  const crash = crashOf(`panic: boom\n\n${stack('goroutine 7 [running] {tenant: acme, "req id": "4 2"}:', 'main.main()')}`);
  expect(crash.goroutine?.labels).toEqual([
    { name: 'req id', value: '4 2' },
    { name: 'tenant', value: 'acme' },
  ]);
  expect(crashOf(`panic: boom\n\n${MAIN}`).goroutine).not.toHaveProperty('labels');
});
