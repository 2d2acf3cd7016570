import { describe, expect, test } from 'vitest';
import { inBoth } from '../../../parsers/goroutine-dump/go-range.ts';
import { MAIN, crashOf, stack } from './read.ts';

/** The range of a report with this head, above a stack that tells nothing by itself, as `min..max`. */
function rangeOf(head: string, first = 'goroutine 1 [running]:'): string {
  const range = crashOf(`${head}\n\n${stack(first, 'main.main()')}\nexit status 2`).goVersions;
  return range === undefined ? 'none' : `${range.min ?? ''}..${range.max ?? ''}`;
}

describe('what the head of a report tells of the release', () => {
  test.each([
    ['panic: boom', 'none'],
    ['panic: 1.5', 'none'],
    ['panic: +1.500000e+000', '..1.25'],
    ['panic: (+1.000000e+000-2.000000e+000i)', '..1.25'],
    ['panic: (main.order) (0x49f3e0,0xc000010138)', '..1.14'],
    ['panic: (*main.order) 0xc000010138', '1.15..'],
    ['panic: (func()) 0xc000010138', '1.15..'],
    ['panic: panic called with nil argument', '1.21..1.26'],
    ['panic: runtime error: panic called with nil argument', '1.27..'],
    ['panic: runtime error: growslice: cap out of range', '..1.19'],
    ['panic: runtime error: growslice: len out of range', '1.20..'],
    ['panic: runtime error: cannot convert slice with length 2 to pointer to array with length 4', '1.17..1.19'],
    ['panic: runtime error: cannot convert slice with length 2 to array or pointer to array with length 4', '1.20..'],
    ['panic: hash of unhashable type: []int', '1.25..'],
    ['panic: runtime error: hash of unhashable type []int', 'none'],
    ['panic: runtime error: cgo argument has Go pointer to Go pointer', '..1.20'],
    ['panic: runtime error: cgo argument has Go pointer to unpinned Go pointer', '1.21..1.25'],
    ['panic: runtime error: argument of cgo function has Go pointer to unpinned Go pointer', '1.26..'],
    ['panic: first [recovered]\n\tpanic: second', 'none'],
    ['panic: first [recovered, repanicked]', '1.25..'],
    ['panic: test timed out after 1s\nrunning tests:\n\tTestSlow (1s)', '1.20..1.22'],
    ['panic: test timed out after 1s\n\trunning tests:\n\t\tTestSlow (1s)', '1.23..'],
    ['panic: test timed out after 1s', 'none'],
    ['fatal error: concurrent map clone and map write', '1.21..'],
    ['SIGSEGV: segmentation violation\nPC=0x480cba m=0 sigcode=1', '..1.21'],
    ['SIGSEGV: segmentation violation\nPC=0x480cba m=0 sigcode=1 addr=0x10', '1.22..'],
    ['SIGABRT: abort\nPC=0x480cba m=0 sigcode=0', 'none'],
  ])('%j', (head, expected) => {
    expect(rangeOf(head)).toBe(expected);
  });

  test('a fatal error that ends a panic list', () => {
    const list = 'panic: first\n\tfatal error: sync: unlock of unlocked mutex';
    const frames = ['sync.fatal({0x1, 0x2})', 'sync.(*Mutex).Unlock(...)', 'panic({0x1, 0x2})', 'main.main()'];
    expect(crashOf(`${list}\n\n${stack('goroutine 1 [running]:', ...frames)}`).goVersions).toMatchObject({ min: '1.26' });
  });

  test('head and stacks together', () => {
    const goVersions = crashOf(`panic: +1.500000e+000\n\n${MAIN.replace('main.main()', 'main.main({0x1?, 0x2?})')}`).goVersions;
    expect(goVersions).toStrictEqual({
      min: '1.18',
      max: '1.25',
      reasons: ['`?` after argument words (Go ≥ 1.18)', 'a float with six digits and an exponent (Go ≤ 1.25)'],
    });
  });

  test('where they contradict each other nothing is known', () => {
    expect(rangeOf('panic: (main.order) (0x49f3e0,0xc000010138)', 'goroutine 1 gp=0xc0000061c0 m=0 mp=0x5bce40 [running]:')).toBe('none');
  });
});

test('of two ranges the tighter bounds and their reasons are kept', () => {
  const one = { min: '1.9', max: '1.22', reasons: ['a'] };
  expect(inBoth(one, { min: '1.18', reasons: ['b'] })).toStrictEqual({ min: '1.18', max: '1.22', reasons: ['a', 'b'] });
  expect(inBoth(one, { max: '1.25', reasons: ['b'] })).toStrictEqual(one);
  expect(inBoth(one, undefined)).toStrictEqual(one);
  expect(inBoth(one, { min: '1.23', reasons: ['b'] })).toBeUndefined();
});
