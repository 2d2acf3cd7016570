import { describe, expect, test } from 'vitest';
import { MAIN, crashOf, readText } from './read.ts';

const POINTER = 'runtime: pointer 0xc000d8b750 to unused region of span span.base()=0xc000b12000 span.limit=0xc000b13fe0 span.state=1';
const BAD = 'found bad pointer in Go heap (incorrect use of unsafe or cgo?)';

describe('a throw that was announced', () => {
  test.each([
    [POINTER, BAD],
    ['runtime: pointer 0xc000d8b750 to unallocated span span.base()=0xc000b12000 span.limit=0xc000b13fe0 span.state=0', BAD],
    [
      'runtime: marked free object in span 0x7f1c0b8b76a8, elemsize=64 freeindex=1 (bad use of unsafe.Pointer? try -d=checkptr)',
      'found pointer to free object',
    ],
    ['runtime: goroutine stack exceeds 1000000000-byte limit', 'stack overflow'],
    ['runtime: program exceeds 10000-thread limit', 'thread exhaustion'],
    ['runtime: out of memory: cannot allocate 4194304-byte block (66813952 in use)', 'out of memory'],
    ['unexpected fault address 0x7f1c0b8b7000', 'fault'],
  ])('is a crash where the text ends before it: %s', (line, message) => {
    expect(crashOf(`ready\n${line}`)).toMatchObject({ class: 'throw', message, certainty: 'derived', truncated: true, preceding: [line] });
  });

  test('with what was said besides, among other lines', () => {
    const crash = crashOf(`${POINTER}\nready\nruntime: found in object at *(0xc0026a6000+0x0)\nready`);
    expect(crash.preceding).toEqual([POINTER, 'runtime: found in object at *(0xc0026a6000+0x0)']);
    expect(crash.citations[0]).toMatchObject({ firstLine: 1, lastLine: 1 });
  });

  test('is stated, and one, where its own line is there', () => {
    expect(crashOf(`${POINTER}\nfatal error: ${BAD}\n\n${MAIN}`)).toMatchObject({ message: BAD, certainty: 'stated' });
  });

  test('is one even where the head comes much later, when it is too far away to be a note', () => {
    const between = Array.from({ length: 60 }, (_, at) => `line ${at} of the program`).join('\n');
    const { crashes } = readText(`${POINTER}\n${between}\nfatal error: ${BAD}\n\n${MAIN}`);
    expect(crashes).toMatchObject([{ message: BAD, certainty: 'stated' }]);
  });

  test.each([
    'level=error msg="runtime: goroutine stack exceeds 1000000000-byte limit"',
    'runtime: goroutine stack exceeds the limit of this program',
    'runtime: g 19: unexpected return pc for main.f called from 0x0',
    'unexpected fault address in the request',
  ])('is none where the line is another: %s', (line) => {
    expect(readText(line).crashes).toEqual([]);
  });
});
