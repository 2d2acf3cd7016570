import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAtOnce as read } from './read-at-once.ts';

const STACKS = [
  [
    'chan receive',
    'main.(*Server).wait(ARG)\n\t/src/app/server.go:41 +0x1d\ncreated by main.(*Server).Start in goroutine 1\n\t/src/app/server.go:12 +0x2b',
  ],
  [
    'chan receive',
    'main.(*Server).wait(ARG)\n\t/src/app/server.go:47 +0x2d\ncreated by main.(*Server).Start in goroutine 1\n\t/src/app/server.go:12 +0x2b',
  ],
  [
    'select',
    'main.loop(...)\n\t/src/app/loop.go:9\nmain.run(ARG)\n\t/src/app/loop.go:20 +0x1 fp=0xc000050eb8 sp=0xc000050e90 pc=0x49d3ba\ncreated by main.main\n\t/src/app/main.go:3 +0x4',
  ],
  [
    'IO wait',
    'internal/poll.runtime_pollWait(ARG)\n\t/usr/local/go/src/runtime/netpoll.go:351 +0x85\nmain.Map[...].read(ARG)\n\t/home/a b/x.go:7 +0x1\ncreated by main.main in goroutine 9007199254740993\n\t/src/app/main.go:5 +0x4',
  ],
  ['select (no cases)', 'main.block()\n\t/src/app/block.go:3 +0x1\ncreated by main.main in goroutine 7\n\t/src/app/main.go:4 +0x4'],
  [
    'GC worker (idle)',
    'runtime.gopark(ARG)\n\t/usr/local/go/src/runtime/proc.go:424 +0xce\ncreated by runtime.gcBgMarkStartWorkers in goroutine 5\n\t/usr/local/go/src/runtime/mgc.go:1 +0x1',
  ],
  [
    'chan send',
    'main.f(ARG)\n\t/src/é.go:1 +0x1\n...12 frames elided...\nmain.g(ARG)\n\t/src/g.go:1 +0x1\ncreated by main.main in goroutine 1\n\t/src/app/main.go:5 +0x4',
  ],
] as const;
const ARGUMENTS = ['', '0xc000012345', '0x1, 0x2', '{0xc000012345?, 0x8?}, _', '0x1, ...', 'seven', '...'];
const HEADERS = [
  (state: string) => `[${state}]`,
  (state: string) => `[${state}, 12 minutes]`,
  (state: string) => `[${state}, 1 minutes, locked to thread]`,
  (state: string) => `[${state}, locked to thread]`,
  (state: string) => `gp=0xc0000061c0 m=nil [${state}]`,
  (state: string) => `gp=0xc0000061c0 m=nil [${state}, 7 minutes]`,
  (state: string) => `gp=0xc0000061c0 m=3 mp=0xc000080008 [${state}]`,
  (state: string) => `[${state} (scan), 3 minutes]`,
  (state: string) => `[${state} (leaked)]`,
  (state: string) => `[${state}] {k: v, "odd": "]:"}`,
  (state: string) => `[${state} labels:{"k": "v"}]`,
  () => '[running]',
  () => '[runnable]',
];

/** Lines of others; some mean something to the parser of crashes, and one could be a goroutine's. */
const OTHERS = [
  '2026/01/02 03:04:05 http: TLS handshake error from 10.0.0.7:1234: EOF',
  'a line in the middle',
  '',
  'panic: oh no',
  'goroutine 7 [running]:',
  'SIGQUIT: quit',
  'exit status 2',
  'main.other(0x1)',
  '\t/src/other.go:7 +0x1d',
  'rax    0x0',
  '{"level":"info","msg":"goroutine"}',
  'created by main.other in goroutine 1',
];

interface Part {
  readonly id: number;
  readonly stack: number;
  readonly header: number;
  readonly args: number;
  readonly noise: number;
  /** The line of another that stands in it, and where. */
  readonly other?: number;
  readonly at?: number;
}

/** Mostly plain goroutines, as in real dumps; now and then something else. */
const part = fc.record({
  id: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 2, max: 1_000_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) },
  ),
  stack: fc.integer({ min: 0, max: STACKS.length - 1 }),
  header: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: 5 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: HEADERS.length - 1 }) },
  ),
  args: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: ARGUMENTS.length - 1 }) },
  ),
  noise: fc.integer({ min: 0, max: 60 }),
  other: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: OTHERS.length - 1 }) }),
  at: fc.integer({ min: 0, max: 8 }),
});

function textOf(parts: readonly Part[]): string {
  return parts
    .map(({ id, stack, header, args, noise, other = 0, at = 0 }) => {
      const [state, lines] = STACKS[stack] ?? ['', ''];
      const body = lines.replaceAll('ARG', ARGUMENTS[args] ?? '');
      const goroutine = `goroutine ${id} ${HEADERS[header]?.(state) ?? '[]'}:\n${body}\n`;
      if (noise === 1) return `${goroutine}2026/01/02 a log line\n\n`;
      if (noise === 2) return goroutine.replace('\n\t', '\na line in the middle\n\t');
      if (noise === 3) return goroutine;
      // A line of another within the goroutine, or two of them.
      if (noise >= 5 && noise < 20) {
        const own = goroutine.split('\n');
        own.splice(1 + (at % own.length), 0, OTHERS[other] ?? '');
        if (noise < 8) own.splice(at % own.length, 0, OTHERS[0] ?? '');
        return `${own.join('\n')}\n`;
      }
      if (noise === 4) return `${goroutine.replaceAll('\n', '\r\n')}\r\n`;
      return `${goroutine}\n`;
    })
    .join('');
}

test('goroutines that are known by their bytes count as if they were read line by line', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 20, maxLength: 120 }), fc.integer({ min: 50, max: 20_000 }), (parts, chunk) => {
      // The unwrapper looks at the first lines before it hands any on.
      const text = `${'a log line\n'.repeat(300)}${textOf(parts)}`;
      expect(read(text, true, chunk).facts).toEqual(read(text, false, chunk).facts);
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['plain', 0],
  ['with pointers', 4],
])('most goroutines of a dump are known: %s headers', (_, first) => {
  const parts = Array.from({ length: 2000 }, (_, i) => ({ id: i + 2, stack: i % 3, header: first + (i % 2), args: i % 5, noise: 60 }));
  const { facts, taken } = read(textOf(parts), true);
  expect(taken).toBeGreaterThan(2000 * 5);
  expect(facts).toEqual(read(textOf(parts), false).facts);
});

test.each([
  ['0x1', true],
  ['0x123456789abcdef', true],
  ['0x0123456789abcdef', true],
  // More than 64 bits, nothing, and what is no digit of this form: no offset that the runtime prints.
  ['0x0123456789abcdef0', false],
  ['0x0123456789abcdef01', false],
  ['0x', false],
  ['0x1g', false],
  ['0xAB', false],
])('an offset of %s is known by its bytes: %s', (offset, known) => {
  const goroutine = (id: number, end: string) =>
    `goroutine ${id} [select]:\nmain.f()\n\t/src/f.go:1 +0x1d\ncreated by main.main in goroutine 1\n\t/src/m.go:2 +${end}\n\n`;
  const plain = Array.from({ length: 200 }, (_, i) => goroutine(i + 2, '0x2b')).join('');
  const text = `${plain}${Array.from({ length: 10 }, (_, i) => goroutine(i + 500, offset)).join('')}`;
  const { facts, taken } = read(text, true);
  expect(facts).toEqual(read(text, false).facts);
  expect(taken - read(plain, true).taken).toBe(known ? 60 : 0);
});

test('what the end of a chunk cuts is taken with the next one, wherever it is cut', () => {
  const goroutine = (id: number) =>
    `goroutine ${id} [select]:\nmain.f(0x1)\n\t/src/f.go:1 +0x1d\ncreated by main.main in goroutine 1\n\t/src/m.go:2 +0x2b\n\n`;
  const text = Array.from({ length: 200 }, (_, i) => goroutine(i + 102)).join('');
  const whole = read(text, true);
  // The unwrapper looks at the first lines, wherever chunks end.
  expect(whole.taken).toBeGreaterThan(800);
  for (const chunk of [...Array.from({ length: goroutine(100).length }, (_, i) => 4000 + i), 1, 7])
    expect(read(text, true, chunk)).toEqual(whole);
});

test('a goroutine with a line of another in it is known by its bytes, too', () => {
  const goroutine = (id: number) =>
    `goroutine ${id} [select]:\nmain.f(0x1)\n\t/src/f.go:1 +0x1d\ncreated by main.main in goroutine 1\n\t/src/m.go:2 +0x2b\n`;
  const other = `${OTHERS[0]}\n`;
  // At every place: behind the header, between a call and its place, between frames, before the blank line.
  const broken = [1, 2, 3, 4, 5].map((at) => {
    const lines = goroutine(100 + at).split(/(?<=\n)/);
    lines.splice(at, 0, other);
    return `${lines.join('')}\n`;
  });
  const plain = Array.from({ length: 200 }, (_, i) => `${goroutine(i + 302)}\n`).join('');
  const text = `${plain}${broken.join('')}${goroutine(200)}\n`;
  const { facts, taken } = read(text, true);
  expect(facts).toEqual(read(text, false).facts);
  expect(facts.find(({ type }) => type === 'dump')).toMatchObject({ goroutines: 206, unparsedLines: 5 });
  // What stands behind the last one may be the next one's: that is read line by line.
  expect(taken - read(plain, true).taken).toBe(6 * 5);
});

describe('the dumps of the samples', () => {
  const incidents = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
  const dumps = readdirSync(incidents, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /goroutines[^/]*\.txt$|stderr\.log$/.test(name),
  );

  test.each(dumps)('%s', (name) => {
    const text = readFileSync(join(incidents, name), 'utf8');
    expect(read(text, true).facts).toEqual(read(text, false).facts);
    expect(read(text, true, 777).facts).toEqual(read(text, false, 777).facts);
  });
});
