import { describe, expect, test } from 'vitest';
import { quoted } from '../../src/report/render/text/layout.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const at = (excerpt: readonly string[], lines?: number) => ({
  path: sanitize('a.log'),
  excerpt: sanitize(excerpt.join('\n')),
  ...(lines === undefined ? {} : { firstLine: 1, lastLine: lines }),
});

describe('the lines of a citation', () => {
  test('are all there where they fit', () => {
    expect(quoted(at(['a', 'b'], 2), 6)).toEqual({ shown: ['a', 'b'], left: 0 });
  });

  test('those that do not fit are counted', () => {
    expect(quoted(at(['a', 'b', 'c'], 9), 2)).toEqual({ shown: ['a', 'b'], left: 7 });
    expect(quoted(at(['a', 'b', 'c']), 2)).toEqual({ shown: ['a', 'b'], left: 1 });
  });

  test('a gap of the excerpt is the only one in a quote', () => {
    const excerpt = ['a', 'b', '… (55 more lines)', 'y', 'z'];
    expect(quoted(at(excerpt, 59), 6)).toEqual({ shown: excerpt, left: 0 });
    expect(quoted(at(excerpt, 59), 4)).toEqual({ shown: ['a', 'b'], left: 57 });
    expect(quoted(at(excerpt), 6)).toEqual({ shown: excerpt, left: 0 });
  });

  test('of a stack the frames of the program stay, on either side of the gap', () => {
    const stack = ['goroutine 1 [running]:', 'runtime.gopark()', '\t/go/proc.go:1', '… (4 more lines)', 'main.work()', '\t/src/main.go:2'];
    expect(quoted(at(stack, 9), 4)).toEqual({ shown: ['goroutine 1 [running]:', 'main.work()', '\t/src/main.go:2'], left: 6 });
  });

  test('one that the bundle has printed itself counts nothing away', () => {
    expect(quoted(at(['… (999 more lines)', 'b'], 2), 6).left).toBe(0);
  });
});
