import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FindAny } from '../../src/bundle/find-any.ts';
import { LineSplitter } from '../../src/bundle/lines.ts';
import type { Line } from '../../src/text/line.ts';

function split(chunks: readonly Uint8Array[], limit = 1024) {
  const lines: Line[] = [];
  const cuts: [number, number][] = [];
  const splitter = new LineSplitter(
    limit,
    (line) => lines.push(line),
    (number, bytes) => cuts.push([number, bytes]),
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, cuts };
}

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('LineSplitter', () => {
  test('numbers lines from 1 and takes LF and CRLF, with or without an end', () => {
    const { lines } = split([bytes('one\r\ntwo\n\nfour')]);
    expect(lines).toEqual([
      { text: 'one', number: 1, bytes: 3 },
      { text: 'two', number: 2, bytes: 3 },
      { text: '', number: 3, bytes: 0 },
      { text: 'four', number: 4, bytes: 4, open: true },
    ]);
  });

  test('counts the bytes of a line, not its characters', () => {
    expect(split([bytes('é漢\r\nx'), bytes('é')]).lines.map((line) => line.bytes)).toEqual([5, 3]);
  });

  test('gives the same lines for any cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zé漢\t ]{0,12}$/u), { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), (parts, size) => {
        const whole = bytes(parts.join('\n'));
        const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size));
        expect(split(chunks)).toEqual(split([whole]));
      }),
    );
  });

  test('does not keep the chunk that it was given', () => {
    const buffer = bytes('half');
    const lines: Line[] = [];
    const splitter = new LineSplitter(
      100,
      (line) => lines.push(line),
      () => undefined,
    );
    splitter.push(buffer);
    buffer.fill(0x78);
    splitter.push(bytes(' line\n'));
    expect(lines).toEqual([{ text: 'half line', number: 1, bytes: 9 }]);
  });

  test('keeps head and tail of a line over the limit and says so, in one chunk or many', () => {
    const long = bytes(`HEAD${'x'.repeat(300_000)}TAIL\nnext\n`);
    for (const size of [long.length, 70_000, 1000]) {
      const chunks = Array.from({ length: Math.ceil(long.length / size) }, (_, i) => long.subarray(i * size, (i + 1) * size));
      const { lines, cuts } = split(chunks, 1024);
      expect(cuts).toEqual([[1, 300_008]]);
      expect(lines[0]?.cut).toBe(true);
      expect(lines[0]?.bytes).toBe(300_008);
      expect(lines[0]?.text.startsWith('HEADx')).toBe(true);
      expect(lines[0]?.text.endsWith('xTAIL')).toBe(true);
      expect(lines[0]?.text).toContain(`…${300_008 - 1024 - 65_536} bytes left out…`);
      expect(lines[1]).toEqual({ text: 'next', number: 2, bytes: 4 });
    }
  });

  test('the NULs in front of a line go, however many and however they are cut', () => {
    const whole = Buffer.concat([Buffer.alloc(5000), bytes('one\n'), Buffer.alloc(3000), bytes('two\n\0\nthree\0\0x\n')]);
    for (const size of [whole.length, 1000, 7]) {
      const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size));
      const { lines, cuts } = split(chunks, 1024);
      expect(lines.map(({ text }) => text)).toEqual(['one', 'two', '', 'three\0\0x']);
      expect(cuts).toEqual([]);
    }
  });
});

describe('skimming', () => {
  const BEFORE = 3;
  /** Splits with skimming from the `from`th line that was handed on; a line with `MARK` in it is wanted. */
  function skim(chunks: readonly Uint8Array[], from: number, limit = 1 << 20) {
    const lines: Line[] = [];
    const skim = { quiet: () => lines.length >= from, marks: new FindAny(['MARK']), before: BEFORE };
    const splitter = new LineSplitter(
      limit,
      (line) => lines.push(line),
      () => undefined,
      skim,
    );
    for (const chunk of chunks) splitter.push(chunk);
    splitter.end();
    return lines;
  }

  const cutUp = (whole: Buffer, size: number) =>
    Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size));

  test('hands on marked lines and the ones before them, with their numbers, however the bytes are cut', () => {
    const kinds = fc.constantFrom('', 'a', 'log line é', '\0\0padded', 'MARK', 'x MARK y', 'ends\r');
    fc.assert(
      fc.property(
        fc.array(kinds, { maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 5 }),
        (parts, size, from) => {
          const all = split([bytes(parts.join('\n'))], 1 << 20).lines;
          const wanted = all.filter(
            ({ number }) =>
              number <= from ||
              // The last ones, which a process said last, are wanted in any case.
              number > all.length - BEFORE ||
              all.slice(number - 1, number + BEFORE).some(({ text, number: n }) => n > from && text.includes('MARK')),
          );
          expect(skim(cutUp(bytes(parts.join('\n')), size), from)).toEqual(wanted);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a line that is too long is reported all the same', () => {
    const lines = skim(cutUp(bytes(`a\n${'x'.repeat(5000)}\nb\n`), 700), 0, 1000);
    expect(lines.some(({ cut, number }) => cut === true && number === 2)).toBe(true);
  });
});
