import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineForm, beginning, classify } from '../../../parsers/sanitizer-report/line.ts';

const head = (tool: string, error: string, more: object = {}): LineForm => ({ kind: 'head', head: { tool, error, fatal: false, ...more } });

const FORMS: readonly (readonly [text: string, form: LineForm])[] = [
  ['='.repeat(65), { kind: 'rule' }],
  [
    '==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000011 at pc 0x5339d0 bp 0x7ffe0 sp 0x7ffd8',
    head('AddressSanitizer', 'heap-use-after-free', { pid: 4711, address: '0x602000000011' }),
  ],
  [
    '==4711==ERROR: AddressSanitizer: attempting double-free on 0x602000000010 in thread T3:',
    head('AddressSanitizer', 'double-free', { pid: 4711, address: '0x602000000010', thread: 'T3' }),
  ],
  [
    '==7==ERROR: AddressSanitizer: attempting free on address which was not malloc()-ed: 0x7ffe in thread T0',
    head('AddressSanitizer', 'bad-free', { pid: 7, address: '0x7ffe', thread: 'T0' }),
  ],
  [
    '==7==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000 (pc 0x4c bp 0x7f sp 0x7e T0)',
    head('AddressSanitizer', 'SEGV', { pid: 7, address: '0x000000000000', thread: 'T0' }),
  ],
  [
    '==7==ERROR: AddressSanitizer: alloc-dealloc-mismatch (malloc vs operator delete) on 0x6020',
    head('AddressSanitizer', 'alloc-dealloc-mismatch', { pid: 7, address: '0x6020' }),
  ],
  ['==7==ERROR: LeakSanitizer: detected memory leaks', head('LeakSanitizer', 'memory-leak', { pid: 7 })],
  ['==7==WARNING: MemorySanitizer: use-of-uninitialized-value', head('MemorySanitizer', 'use-of-uninitialized-value', { pid: 7 })],
  [
    '==7==ERROR: AddressSanitizer: out of memory: failed to allocate 0x1000 (4096) bytes of stack depot (error code: 12)',
    head('AddressSanitizer', 'out-of-memory', { pid: 7, address: '0x1000' }),
  ],
  ['WARNING: ThreadSanitizer: heap-use-after-free (pid=29312)', head('ThreadSanitizer', 'heap-use-after-free', { pid: 29312 })],
  [
    'WARNING: ThreadSanitizer: lock-order-inversion (potential deadlock) (pid=29312)',
    head('ThreadSanitizer', 'lock-order-inversion', { pid: 29312 }),
  ],
  // What the library says of itself.
  ['race: limit on 8128 simultaneously alive goroutines is exceeded, dying', head('ThreadSanitizer', 'goroutine-limit', { fatal: true })],
  [
    '==4711==ERROR: ThreadSanitizer failed to allocate 0x2000000 (33554432) bytes of unknown (error code: 12)',
    head('ThreadSanitizer', 'out-of-memory', { fatal: true, pid: 4711 }),
  ],
  [
    "FATAL: Internal error: ThreadSanitizer's allocator failed to allocate a transfer batch.",
    head('ThreadSanitizer', 'out-of-memory', { fatal: true }),
  ],
  [
    'FATAL: ThreadSanitizer: unexpected memory mapping 0x55d0a0c00000-0x55d0a0e00000',
    head('ThreadSanitizer', 'address-space', { fatal: true }),
  ],
  [
    'FATAL: ThreadSanitizer can not mmap the shadow memory (something is mapped at 0x555555554000 < 0x7cf000000000)',
    head('ThreadSanitizer', 'address-space', { fatal: true }),
  ],
  [
    'FATAL: ThreadSanitizer CHECK failed: ../../tsan/rtl/tsan_clock.cc:256 "((idx)) < ((size))" (0x8, 0x8)',
    head('ThreadSanitizer', 'internal-error', { fatal: true }),
  ],
  [
    '==4711==ThreadSanitizer: CHECK failed: tsan_rtl.cpp:327 "((addr)) == ((shadow))" (0x1, 0x2) (tid=4712)',
    head('ThreadSanitizer', 'internal-error', { fatal: true, pid: 4711 }),
  ],
  ['ThreadSanitizer: heap overflow (4*1073741824). Dying.', head('ThreadSanitizer', 'internal-error', { fatal: true })],
  ['READ of size 1 at 0x602000000011 thread T0', { kind: 'access', access: 'read', size: 1, address: '0x602000000011', thread: 'T0' }],
  [
    'WRITE of size 8 at 0x10c0000bc028 thread T12 (worker)',
    { kind: 'access', access: 'write', size: 8, address: '0x10c0000bc028', thread: 'T12' },
  ],
  [
    '  Read of size 1 at 0x7b0400000001 by main thread:',
    { kind: 'access', access: 'read', size: 1, address: '0x7b0400000001', thread: 'main' },
  ],
  ['freed by thread T0 here:', { kind: 'stack', role: 'freed', thread: 'T0' }],
  ['previously allocated by thread T0 here:', { kind: 'stack', role: 'allocated', thread: 'T0' }],
  ['allocated by thread T2 (pool) here:', { kind: 'stack', role: 'allocated', thread: 'T2' }],
  ['  Previous write of size 8 at 0x7b0400000000 by main thread:', { kind: 'stack', role: 'freed', thread: 'main' }],
  ['  Location is heap block of size 10 at 0x7b0400000000 allocated by thread T3:', { kind: 'stack', role: 'allocated', thread: 'T3' }],
  ['Thread T1 (worker) created by T0 here:', { kind: 'stack', role: 'other' }],
  ['  Uninitialized value was created by a heap allocation', { kind: 'stack', role: 'other' }],
  ['Direct leak of 80 byte(s) in 10 object(s) allocated from:', { kind: 'leak', leak: 'direct', bytes: 80, objects: 10 }],
  ['Indirect leak of 8 byte(s) in 1 object(s) allocated from:', { kind: 'leak', leak: 'indirect', bytes: 8, objects: 1 }],
  [
    '0x602000000011 is located 1 bytes inside of 10-byte region [0x602000000010,0x60200000001a)',
    { kind: 'region', text: 'located 1 bytes inside of 10-byte region [0x602000000010,0x60200000001a)', size: 10 },
  ],
  [
    'Address 0x7ffe is located in stack of thread T0 at offset 42 in frame',
    { kind: 'region', text: 'located in stack of thread T0 at offset 42 in frame' },
  ],
  [
    'Address 0x10c0000bc028 is a wild pointer inside of access range of size 0x000000000001.',
    { kind: 'region', text: 'a wild pointer inside of access range of size 0x000000000001.' },
  ],
  ['    #0 0x5339cf in rd /src/app/glue.c:8', { kind: 'frame', frame: { index: 0, name: 'rd', file: '/src/app/glue.c', line: 8 } }],
  ['SUMMARY: AddressSanitizer: heap-use-after-free /src/app/glue.c:8 in rd', { kind: 'summary', error: 'heap-use-after-free' }],
  ['SUMMARY: AddressSanitizer: 80 byte(s) leaked in 10 allocation(s).', { kind: 'summary', leakedBytes: 80 }],
  ['==4711==ABORTING', { kind: 'aborting' }],
  ['Exiting', { kind: 'aborting' }],
  ['Shadow bytes around the buggy address:', { kind: 'remark' }],
  ['=>0x0c047fff8000: fa fa[fd]fd fa fa fa fa fa fa fa fa fa fa fa fa', { kind: 'remark' }],
  ['  0x0c047fff8010: fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa', { kind: 'remark' }],
  ['  Partially addressable: 01 02 03 04 05 06 07 ', { kind: 'remark' }],
  ['  Heap left redzone:       fa', { kind: 'remark' }],
  ['HINT: this may be a false positive if the program uses some custom stack unwind mechanism', { kind: 'remark' }],
  ['==4711==The signal is caused by a READ memory access.', { kind: 'remark' }],
  ['', { kind: 'blank' }],
  ['2024/01/02 15:04:05 listening on :8080', { kind: 'other' }],
  ['level=error msg="==7==ERROR: AddressSanitizer: heap-use-after-free"', { kind: 'other' }],
  // The race detector's own reports are another parser's.
  ['WARNING: ThreadSanitizer: data race (pid=29312)', { kind: 'other' }],
  ['the race: limit on 8128 simultaneously alive goroutines is exceeded, dying', { kind: 'other' }],
];

describe('every form of line', () => {
  test.each(FORMS)('%s', (text, form) => {
    expect(classify(text)).toStrictEqual(form);
    expect(classify(`${text}\r`)).toStrictEqual(form);
    if (form.kind === 'head' || form.kind === 'rule') expect(beginning(text)).toStrictEqual(form);
    else expect(beginning(text)).toBeUndefined();
  });

  test('arbitrary lines have a form', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(classify(text).kind).toBeTypeOf('string');
      }),
    );
  });
});
