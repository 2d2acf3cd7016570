import { afterEach, describe, expect, test, vi } from 'vitest';
import { examine } from '../../../src/analyze.ts';
import { FixedPrefix, templateOf } from '../../../src/bundle/unwrap/fixed-prefix.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const GOROUTINES = Array.from({ length: 400 }, (_, i) =>
  [
    `goroutine ${i + 2} [${i % 3 === 0 ? 'select' : 'chan receive'}${i % 2 === 0 ? '' : `, ${i} minutes`}]:`,
    `main.(*Server).wait${i % 7}(0xc000${i.toString(16)}, {0x${i.toString(16)}?, 0x1})`,
    `\t/src/app/server.go:${40 + (i % 7)} +0x1d`,
    `created by main.(*Server).Start in goroutine ${1 + (i % 5)}`,
    '\t/src/app/server.go:12 +0x2b',
    '',
  ].join('\n'),
);
const LINES = `goroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1\n\n${GOROUTINES.join('\n')}`.split('\n');
const time = (i: number) => `2026-01-02T03:0${i % 10}:05.${100_000_000 + i * 7919}Z`;

const FORMS: readonly (readonly [string, (line: string, i: number) => string])[] = [
  ['CRI', (line, i) => `${time(i)} stderr F ${line}`],
  [
    'CRI with a line of the other stream now and then',
    (line, i) => `${i % 97 === 0 ? `${time(i)} stdout F served /items\n` : ''}${time(i)} stderr F ${line}`,
  ],
  [
    'CRI with a foreign line of the same stream',
    (line, i) => `${i % 131 === 7 ? `${time(i)} stderr F served\n` : ''}${time(i)} stderr F ${line}`,
  ],
  [
    'CRI with lines in two parts',
    (line, i) =>
      i % 61 === 5 ? `${time(i)} stderr P ${line.slice(0, 3)}\n${time(i)} stderr F ${line.slice(3)}` : `${time(i)} stderr F ${line}`,
  ],
  ['CRI that lost the blank at the end of its lines', (line, i) => `${time(i)} stderr F ${line}`.trimEnd()],
  ['kubectl --timestamps', (line, i) => `${time(i)} ${line}`],
  ['kubectl --prefix', (line) => `[pod/shop-7d9c5b6f4-x2x4z/shop] ${line}`],
  ['two pods side by side', (line) => `[pod/shop-7d9c5b6f4-x2x4z/shop] ${line}\n[pod/shop-7d9c5b6f4-abcde/shop] ${line}`],
  ['docker compose', (line) => `web-1  | ${line}`],
  ['no prefix', (line) => line],
];

async function facts(text: string, chunk: number) {
  const bytes = Buffer.from(text);
  async function* stdin() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  return (await examine(['-'], { stdin })).caseFile.all;
}

describe.each(FORMS)('%s', (_, wrap) => {
  const text = `${LINES.map(wrap).join('\n')}\n`;

  test.each([1000, 7777, 1 << 20])('read by bytes is as read by lines, in chunks of %i', async (chunk) => {
    const strip = vi.spyOn(FixedPrefix.prototype, 'strip');
    const fast = await facts(text, chunk);
    // Two pods that take turns have no lines in a row.
    const rows = !/^goroutine|abcde/m.test(text);
    if (chunk > 1000) expect(strip.mock.results.some(({ value }) => value !== undefined)).toBe(rows);
    vi.spyOn(Kernel, 'create').mockReturnValue(undefined);
    const slow = await facts(text, chunk);
    expect(fast).toEqual(slow);
    expect(fast.some(({ type }) => type === 'goroutines')).toBe(true);
  });
});

test.each([
  ['2026-01-02T03:04:05.123Z stderr F main.f()', 'main.f()', '\x01-\x01-\x01T\x01:\x01:\x01.\x01Z stderr F '],
  ['[pod/a-1/b] main.f()', 'main.f()', '[pod/a-1/b] '],
  ['web-1  | x', 'x', 'web-1  | '],
  ['wéb | x', 'x', undefined],
  ['\x01 | x', 'x', undefined],
  ['a: "x"', 'x', undefined],
])('the template of %j', (line, text, template) => {
  expect(templateOf(line, text)).toBe(template);
});
