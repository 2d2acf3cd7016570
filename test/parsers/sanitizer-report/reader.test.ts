import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TEXT_PARSERS } from '../../../parsers/registry.ts';
import { createSanitizerReader, sanitizerReportParser } from '../../../parsers/sanitizer-report/index.ts';
import { classify } from '../../../parsers/sanitizer-report/line.ts';
import { OPEN, type State, TRANSITIONS, nextState } from '../../../parsers/sanitizer-report/states.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import type { CrashFact } from '../../../src/evidence/facts/crash.ts';
import { fakeContext } from '../goroutine-dump/read.ts';
import { readWith } from '../read-parser.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const sample = (name: string): string[] =>
  readFileSync(join(INCIDENTS, name, 'stderr.log'), 'utf8')
    .trimEnd()
    .split('\n');
const read = (lines: readonly string[]) => readWith([sanitizerReportParser], lines);
const crashes = (lines: readonly string[]): readonly CrashFact[] => read(lines).caseFile.of('crash');
const where = (frame: { readonly function: string; readonly line?: number } | undefined) => `${frame?.function}:${frame?.line}`;

describe('the table of transitions', () => {
  const path = new Map<State, readonly string[]>([['outside', []]]);
  for (const state of path.keys())
    for (const row of TRANSITIONS) if (row.from === state && !path.has(row.to)) path.set(row.to, [...(path.get(state) ?? []), row.sample]);
  const drive = (samples: readonly string[]) => {
    const reader = createSanitizerReader(fakeContext());
    samples.forEach((text, at) => reader.accept({ text, number: at + 1 }));
    return reader;
  };

  test('reaches every state', () => {
    expect([...path.keys()].toSorted()).toStrictEqual(['outside', ...OPEN].toSorted());
  });

  test.each(TRANSITIONS.map((row) => [`${row.from} -- ${row.line} --> ${row.to}`, row] as const))('%s', (_, row) => {
    expect(classify(row.sample).kind).toBe(row.line);
    const reader = drive(path.get(row.from) ?? []);
    expect(reader.state).toBe(row.from);
    expect(reader.accept({ text: row.sample, number: 100 })).toBe(true);
    expect(reader.state).toBe(row.to);
  });

  test.each(OPEN)('a log line is left to others in %s', (state) => {
    const text = '2024/01/02 15:04:05 listening on :8080';
    expect(nextState(state, classify(text).kind)).toBeUndefined();
    const reader = drive(path.get(state) ?? []);
    expect(reader.accept({ text, number: 100 })).toBe(false);
    // After the summary whatever follows is the end.
    expect(reader.state).toBe(state === 'tail' ? 'outside' : state);
  });
});

describe('a use after free, as captured', () => {
  const lines = sample('asan-use-after-free');
  const { caseFile, taken, found, skipped } = read(lines);
  const [crash, ...others] = caseFile.of('crash');

  test('is one crash with the access, the free and the allocation', () => {
    expect(others).toStrictEqual([]);
    expect(crash).toMatchObject({
      class: 'sanitizer',
      message: 'AddressSanitizer: heap-use-after-free',
      blame: 'memory',
      certainty: 'stated',
      chain: [],
      preceding: [],
      truncated: false,
      sanitizer: {
        tool: 'AddressSanitizer',
        error: 'heap-use-after-free',
        access: 'read',
        size: 4,
        regionSize: 20,
        leaks: [],
        fatal: true,
        unparsedLines: 0,
        stack: { thread: 'T0', functions: ['name_length', expect.stringContaining('_Cfunc_name_length')] },
        freed: { thread: 'T0', functions: ['__interceptor_free', 'runtime.asmcgocall'] },
        allocated: { thread: 'T0', culprit: { function: 'read_label' } },
      },
    });
    expect(where(crash?.culprit)).toBe('name_length:27');
    expect(crash?.fault).toStrictEqual(crash?.culprit);
    expect(crash).not.toHaveProperty('goroutine');
    expect(crash?.sanitizer?.address).toMatch(/^0x[0-9a-f]+$/);
    expect(crash?.sanitizer?.region).toContain('0 bytes inside of 20-byte region');
    expect(crash?.sanitizer?.freed).not.toHaveProperty('culprit');
  });

  test('is announced, and takes all but the line of the program', () => {
    expect([...found]).toStrictEqual(['sanitizer-report']);
    expect(skipped).toStrictEqual([]);
    expect(taken).toHaveLength(lines.length - 1);
    expect(crash?.citations[0]).toMatchObject({ firstLine: 2, lastLine: lines.length });
    expect(crash?.citations[0].excerpt.split('\n')[1]).toBe(lines[2]);
  });

  test('is the same with CRLF', () => {
    expect(crashes(lines.map((line) => `${line}\r`))).toStrictEqual(caseFile.of('crash'));
  });

  test('cut at any line, what was read stays', () => {
    const summary = lines.findIndex((line) => line.startsWith('SUMMARY'));
    for (let length = 0; length <= lines.length; length++) {
      const [cut, ...more] = crashes(lines.slice(0, length));
      const label = `cut after ${length} lines`;
      expect(more, label).toStrictEqual([]);
      expect(cut !== undefined, label).toBe(length > 2);
      if (cut === undefined) continue;
      expect(cut.sanitizer?.error, label).toBe('heap-use-after-free');
      expect(cut.truncated, label).toBe(length <= summary);
      expect(cut.sanitizer?.fatal, label).toBe(length === lines.length);
      expect(cut.citations[0].lastLine ?? 0, label).toBeLessThanOrEqual(length);
    }
  });

  test('lines of another writer inside it are counted, and those after it end it', () => {
    const mixed = [...lines];
    mixed.splice(4, 0, '2024/01/02 15:04:05 request done');
    const [one] = crashes([...mixed.slice(0, -1), 'next line of the log', ...mixed.slice(-1)]);
    expect(one?.sanitizer).toMatchObject({ unparsedLines: 1, fatal: false, stack: { functions: { length: 2 } } });
  });
});

test('a leak at the exit, as captured', () => {
  const [crash, ...others] = crashes(sample('asan-leak'));
  expect(others).toStrictEqual([]);
  expect(crash).toMatchObject({
    message: 'LeakSanitizer: memory-leak',
    blame: 'user',
    culprit: { function: 'find_row', line: 15 },
    truncated: false,
    sanitizer: {
      tool: 'LeakSanitizer',
      leakedBytes: 80,
      fatal: false,
      leaks: [{ kind: 'direct', bytes: 80, objects: 10, culprit: { function: 'find_row' } }],
    },
  });
});

test('leaks beyond the limit are counted', () => {
  const leak = (n: number) => [
    `Direct leak of ${n} byte(s) in 1 object(s) allocated from:`,
    `    #0 0x1 in mk${n} /src/app/glue.c:${n}`,
    '',
  ];
  const [crash] = crashes([
    '==7==ERROR: LeakSanitizer: detected memory leaks',
    '',
    ...Array.from({ length: 25 }, (_, i) => leak(i + 1)).flat(),
    'SUMMARY: AddressSanitizer: 325 byte(s) leaked in 25 allocation(s).',
  ]);
  expect(crash?.sanitizer).toMatchObject({ leaks: { length: 20 }, leaksLeftOut: 5, leakedBytes: 325, unparsedLines: 0 });
});

test('a double free: the stack stands right below the first line', () => {
  const [crash] = crashes(
    `=================================================================
==28463==ERROR: AddressSanitizer: attempting double-free on 0x602000000010 in thread T0:
    #0 0x7f93 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
    #1 0x460b in runtime.asmcgocall /usr/local/go/src/runtime/asm_amd64.s:844

0x602000000010 is located 0 bytes inside of 10-byte region [0x602000000010,0x60200000001a)
freed by thread T0 here:
    #0 0x7f93 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
    #1 0x527b in release /src/app/main.go:10
    #2 0x527b in _cgo_2d9e_Cfunc_release /tmp/go-build/cgo-gcc-prolog:49

SUMMARY: AddressSanitizer: double-free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52 in __interceptor_free
==28463==ABORTING`.split('\n'),
  );
  expect(crash).toMatchObject({
    message: 'AddressSanitizer: double-free',
    fault: { function: '__interceptor_free' },
    culprit: { function: 'release', line: 10 },
    sanitizer: { address: '0x602000000010', stack: { thread: 'T0' }, freed: { culprit: { function: 'release' } }, fatal: true },
  });
  expect(crash?.sanitizer).not.toHaveProperty('access');
});

test('the summary names the error where the first line has none', () => {
  const [crash] = crashes([
    '==7==ERROR: AddressSanitizer: requested allocation size 0xffffffffffffff00 exceeds maximum supported size of 0x10000000000 (thread T0)',
    '    #0 0x4c in malloc (/src/app/server+0x4)',
    '    #1 0x4d in read_all /src/app/glue.c:12',
    'SUMMARY: AddressSanitizer: allocation-size-too-big /src/app/glue.c:12 in read_all',
  ]);
  expect(crash).toMatchObject({ message: 'AddressSanitizer: allocation-size-too-big', culprit: { function: 'read_all' } });
});

test('MemorySanitizer', () => {
  const [crash] = crashes(
    `==9106==WARNING: MemorySanitizer: use-of-uninitialized-value
    #0 0x7f45 in parse /src/app/parse.c:6:7
    #1 0x7f46 in _cgo_0a_Cfunc_parse /tmp/go-build/cgo-gcc-prolog:51

  Uninitialized value was created by a heap allocation
    #0 0x7f44 in malloc (/src/app/server+0x4)
    #1 0x7f47 in make_buffer /src/app/parse.c:2:3

SUMMARY: MemorySanitizer: use-of-uninitialized-value /src/app/parse.c:6:7 in parse
Exiting`.split('\n'),
  );
  expect(crash).toMatchObject({
    message: 'MemorySanitizer: use-of-uninitialized-value',
    culprit: { function: 'parse', line: 6 },
    truncated: false,
    sanitizer: { fatal: true, unparsedLines: 0, stack: { functions: { length: 2 } } },
  });
});

test('a fault that AddressSanitizer caught', () => {
  const [crash] = crashes(
    `AddressSanitizer:DEADLYSIGNAL
=================================================================
==7==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000 (pc 0x4c bp 0x7f sp 0x7e T1)
==7==The signal is caused by a READ memory access.
==7==Hint: address points to the zero page.
    #0 0x4c in read_header /src/app/glue.c:31:9

AddressSanitizer can not provide additional info.
SUMMARY: AddressSanitizer: SEGV /src/app/glue.c:31:9 in read_header
Thread T1 created by T0 here:
    #0 0x5c in pthread_create (/src/app/server+0x5)
==7==ABORTING`.split('\n'),
  );
  expect(crash).toMatchObject({
    message: 'AddressSanitizer: SEGV',
    culprit: { function: 'read_header', line: 31 },
    truncated: false,
    sanitizer: { fatal: true, unparsedLines: 0 },
  });
});

describe('what the race detector says of itself', () => {
  test.each([
    ['race: limit on 8128 simultaneously alive goroutines is exceeded, dying', 'goroutine-limit', 'resource'],
    ['==1==ERROR: ThreadSanitizer failed to allocate 0x2000000 (33554432) bytes of unknown (error code: 12)', 'out-of-memory', 'resource'],
    ['FATAL: ThreadSanitizer: unexpected memory mapping 0x55d0a0c00000-0x55d0a0e00000', 'address-space', 'unknown'],
    ['FATAL: ThreadSanitizer CHECK failed: tsan_clock.cc:256 "((idx)) < ((size))" (0x8, 0x8)', 'internal-error', 'unknown'],
  ])('%s', (text, error, blame) => {
    const [crash, ...others] = crashes(['starting', text, 'exit status 66']);
    expect(others).toStrictEqual([]);
    expect(crash).toMatchObject({
      class: 'sanitizer',
      message: `ThreadSanitizer: ${error}`,
      blame,
      truncated: false,
      sanitizer: { tool: 'ThreadSanitizer', fatal: true, unparsedLines: 0 },
      citations: [{ firstLine: 2, lastLine: 2, excerpt: text }],
    });
  });
});

test('a crash report after it is the crash parser’s alone', () => {
  const lines = [
    ...sample('asan-use-after-free').slice(0, 12),
    'SIGABRT: abort',
    'PC=0x7f8b6caa8eec m=0 sigcode=18446744073709551610',
    'signal arrived during cgo execution',
    '',
    'goroutine 1 gp=0x1 m=0 mp=0x2 [syscall]:',
    'main._Cfunc_rd(0x7f31)',
    '\t_cgo_gotypes.go:48 +0x3f fp=0x1 sp=0x2 pc=0x3',
    'main.main()',
    '\t/src/app/main.go:30 +0x1d fp=0x1 sp=0x2 pc=0x3',
  ];
  expect(read([...lines, '', 'goroutine 2 [select]:']).taken.at(-1)).toBe(12);
  const { caseFile } = readWith(TEXT_PARSERS, lines);
  expect(caseFile.of('crash').map((crash) => [crash.class, crash.truncated])).toStrictEqual([
    ['sanitizer', true],
    ['signal', true],
  ]);
  expect(caseFile.of('dump')[0]?.unparsedLines).toBe(0);
});

test.each<[string, (index: number) => number]>([
  ['the newest line first', (index) => 1000 - index],
  ['all of it in one record', () => 3],
])('with %s, it is shown as it was printed', (_name, place) => {
  const shown = (at: (index: number) => number) => {
    const caseFile = new CaseFile();
    const parser = createSanitizerReader(fakeContext(caseFile));
    for (const [i, text] of sample('asan-use-after-free').entries()) parser.accept({ text, number: at(i), order: i + 1 });
    parser.end();
    return caseFile.of('crash').map(({ citations }) => citations[0].excerpt);
  };
  const upright = shown((index) => index + 1);
  expect(upright).toHaveLength(1);
  expect(shown(place)).toStrictEqual(upright);
});

test('arbitrary lines, and arbitrary mixtures of its own, never break it', () => {
  const own = [...sample('asan-use-after-free'), ...sample('asan-leak'), 'Exiting', 'panic: boom', 'goroutine 1 [running]:'];
  const line = oneof(constantFrom(...own), string({ unit: 'binary', maxLength: 80 }));
  assert(
    property(array(line, { maxLength: 120 }), (lines) => {
      const { caseFile } = readWith(TEXT_PARSERS, lines);
      const heads = lines.filter((text) => /^==\d+==ERROR: \w+Sanitizer: /.test(text)).length;
      const facts = caseFile.of('crash').filter((crash) => crash.class === 'sanitizer');
      expect(facts).toHaveLength(heads);
      for (const { citations } of facts) expect(citations[0].lastLine ?? 0).toBeLessThanOrEqual(lines.length);
    }),
    { numRuns: 200 },
  );
});
