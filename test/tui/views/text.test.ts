import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/text/width.ts';
import type { Role, Span } from '../../../src/tui/styled.ts';
import { asciiMarks as ascii } from '../../../src/tui/terminal/ascii.ts';
import { bar } from '../../../src/tui/text/bar.ts';
import { cell, cut, cutLine, cutStart, take, withoutLast } from '../../../src/tui/text/cut.ts';
import { fold } from '../../../src/tui/text/fold.ts';
import { shown } from '../../../src/tui/text/shown.ts';
import { ASCII_RAMP, sparkline } from '../../../src/tui/text/sparkline.ts';
import { type Column, table } from '../../../src/tui/text/table.ts';
import { hostile, UNSAFE } from './hostile.ts';
import { text } from './render.ts';

const widths = fc.integer({ min: 1, max: 90 });

describe('shown', () => {
  test('nothing that acts passes', () => {
    fc.assert(fc.property(hostile, (raw) => !UNSAFE.test(shown(raw))));
  });

  test('what a terminal would act on is spelt out', () => {
    expect(shown('a\u001b]52;c;x\u0007b\u202e\u061cc\td\ne')).toBe('a\\x1b]52;c;x\\x07b\\u202e\\u061cc    d e');
  });

  test('what is readable stays', () => {
    expect(shown('größe 漢字 é 🎉 main.(*T).run')).toBe('größe 漢字 é 🎉 main.(*T).run');
  });
});

describe('cut', () => {
  test('is never wider than asked for, and marked where something went', () => {
    fc.assert(
      fc.property(hostile, widths, (raw, width) => {
        const whole = shown(raw);
        const fitted = cut(raw, width);
        expect(textWidth(fitted)).toBeLessThanOrEqual(width);
        if (textWidth(whole) <= width) expect(fitted).toBe(whole);
        else expect(fitted.endsWith('…')).toBe(true);
      }),
    );
  });

  test.each([
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 4, '漢…'],
    // A letter stays with its marks, a flag with its other half, a hand with its colour.
    ['ae\u0301e\u0301', 2, 'a…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['🇩🇪🇩🇪', 3, '🇩🇪…'],
    ['👍🏽👍🏽', 4, '…'],
    ['abc', 0, ''],
    ['abc', 1, '…'],
    ['abc', 3, 'abc'],
  ])('%s in %i columns', (raw, width, expected) => {
    expect(cut(raw, width)).toBe(expected);
  });

  test('takes no more than fits, without a mark', () => {
    expect(take('漢字', 3)).toBe('漢');
    expect(take('ab', 0)).toBe('');
  });
});

describe('cutStart', () => {
  test.each([
    ['github.com/acme/shop/cart.(*Cart).Add', 20, '…/cart.(*Cart).Add'],
    ['net/http.(*connReader).startBackgroundRead', 22, '…).startBackgroundRead'],
    ['漢字漢字', 5, '…漢字'],
    ['漢字漢字', 4, '…字'],
    ['abc', 3, 'abc'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s in %i columns', (raw, width, expected) => {
    expect(cutStart(raw, width)).toBe(expected);
  });

  test('is never wider than asked for', () => {
    fc.assert(fc.property(hostile, widths, (raw, width) => textWidth(cutStart(raw, width)) <= width));
  });
});

describe('cell', () => {
  test('has exactly the columns asked for', () => {
    fc.assert(
      fc.property(
        hostile,
        widths,
        fc.constantFrom('left' as const, 'right' as const),
        (raw, width, align) => textWidth(cell(raw, width, align)) === width,
      ),
    );
  });
});

describe('cutLine', () => {
  const role = fc.constantFrom<Role | undefined>('title', 'link', undefined);
  const span = fc
    .record({ text: hostile, role })
    .map(({ text: one, role: of }): Span => (of === undefined ? { text: one } : { text: one, role: of }));

  test('is never wider than asked for, safe, and marked where something went', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), widths, (line, width) => {
        const fitted = cutLine(line, width);
        const whole = line.map((one) => shown(one.text)).join('');
        expect(textWidth(text(fitted))).toBeLessThanOrEqual(width);
        expect(text(fitted)).not.toMatch(UNSAFE);
        if (textWidth(whole) <= width) expect(text(fitted)).toBe(whole);
        else expect(text(fitted).endsWith('…')).toBe(true);
      }),
    );
  });

  test('the mark has the role of what was cut', () => {
    expect(cutLine([{ text: 'abc' }, { text: 'def', role: 'link' }], 5)).toEqual([{ text: 'abc' }, { text: 'd…', role: 'link' }]);
    expect(cutLine([{ text: 'abc' }, { text: 'def', role: 'link' }], 4)).toEqual([{ text: 'abc' }, { text: '…', role: 'link' }]);
  });
});

describe('a line of a million characters', () => {
  const LONG = 1 << 20;
  test.each([
    ['wide ones', '漢e\u0301'],
    ['letters and one that is not ASCII', `é${'x'.repeat(99)}`],
    ['marks', '\u0301'],
    ['slashes', 'é/'],
    ['flags', '🇩🇪'],
  ])('is cut at once: %s', (_, piece) => {
    const line = piece.repeat(LONG / piece.length);
    const before = performance.now();
    for (const columns of [1, 40, 200]) {
      const cuts = [cut(line, columns), cutStart(line, columns), text(cutLine([{ text: line }, { text: 'x' }], columns))];
      for (const one of cuts) {
        expect(textWidth(one)).toBeLessThanOrEqual(columns);
        expect(one).toContain('…');
      }
    }
    // To take all of it apart takes minutes.
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

test('the last grapheme is taken away whole', () => {
  for (const last of ['a', '漢', 'e\u0301', '👍🏽', '🇩🇪', '\ud83c']) expect(withoutLast(`${'漢x'.repeat(1 << 18)}.${last}`)).toMatch(/\.$/);
  expect(withoutLast('')).toBe('');
});

describe('fold', () => {
  test('loses nothing, and is never wider than asked for', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 8, max: 90 }), (raw, width) => {
        const lines = fold(raw, width, '  - ');
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        const letters = (one: string) => one.replaceAll(/\s/g, '');
        expect(letters(lines.join('').replace('-', ''))).toBe(letters(raw.trim().split('\n').map(shown).join('')));
      }),
    );
  });

  test('a narrow pane keeps half of it for the text', () => {
    expect(fold('ab cd', 4, '        - ')).toEqual(['  ab', '  cd']);
  });
});

describe('table', () => {
  const columns: readonly Column<readonly [string, string, string]>[] = [
    { title: 'n', width: 5, align: 'right', cell: ([one]) => ({ text: one }) },
    { title: 'state', width: 12, from: 40, cell: ([, two]) => ({ text: two }) },
    { title: 'wait', width: 9, from: 60, cell: ([, two]) => ({ text: two }) },
    { title: 'more', width: 9, from: 80, cell: ([, two]) => ({ text: two }) },
    { title: 'function', width: 'rest', keep: 'end', cell: ([, , three]) => ({ text: three, role: 'strong' }) },
  ];

  test('columns begin at the same place in every row, whatever stands in them', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, widths, (a, b, c, width) => {
        const { head, line } = table(columns, width);
        const row = line([a, b, c]);
        expect(textWidth(text(row))).toBeLessThanOrEqual(width);
        expect(text(row)).not.toMatch(UNSAFE);
        const at = head.findIndex((span) => span.text.trim() === 'function');
        if (at < 0) return;
        const start = (spans: readonly Span[]) => textWidth(text(spans.slice(0, at)));
        expect(row.length <= at ? start(head) : start(row)).toBe(start(head));
      }),
    );
  });

  test.each([
    [39, ['n', 'function']],
    [40, ['n', 'state', 'function']],
    [60, ['n', 'state', 'wait', 'function']],
    [80, ['n', 'state', 'wait', 'more', 'function']],
  ])('at %i columns it has these', (width, titles) => {
    expect(
      table(columns, width)
        .head.map((span) => span.text.trim())
        .filter((title) => title !== ''),
    ).toEqual(titles);
  });

  test('the end of a long name stays', () => {
    const row = table(columns, 40).line(['1', 'x', 'github.com/acme/shop/cart.(*Cart).Add']);
    expect(text(row)).toBe('    1 x            …/cart.(*Cart).Add');
  });
});

describe('sparkline', () => {
  const of = (...values: number[]) => values.map((value, at) => ({ at, value }));

  test('goes from zero to the largest value', () => {
    expect(sparkline(of(0, 1, 2, 3, 4, 5, 6, 7, 8), 9)).toBe('▁▂▃▄▅▆▇██');
    expect(sparkline(of(0, 0.01, 100), 9)).toBe('▁▂█');
    expect(sparkline(of(4, 4), 9, { top: 8 })).toBe('▅▅');
    expect(sparkline(of(0, 0), 9)).toBe('▁▁');
  });

  test('shows the largest of the samples in a column', () => {
    expect(sparkline(of(0, 8, 0, 0), 2)).toBe('█▁');
  });

  test('where nothing was measured is a blank, not a zero', () => {
    expect(
      sparkline(
        [
          { at: 0, value: 1 },
          { at: 1, value: 1 },
          { at: 2, value: 1 },
          { at: 9, value: 1 },
        ],
        4,
      ),
    ).toBe('██ █');
  });

  test('samples that come a little late leave no gap', () => {
    expect(
      sparkline(
        [0, 200, 410, 640, 800].map((at) => ({ at, value: 1 })),
        9,
      ),
    ).toBe('█████');
  });

  test('has a form in ASCII', () => {
    expect(sparkline(of(0, 4, 8), 3, { ramp: ASCII_RAMP })).toBe('_+@');
    expect(ascii(sparkline(of(0, 4, 7.9), 3))).toBe('_+#');
  });

  test('never is wider than asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.double(), value: fc.double() })), fc.integer({ min: -1, max: 40 }), (samples, width) => {
        const line = sparkline(samples, width);
        return textWidth(line) <= Math.max(0, width);
      }),
    );
  });
});

describe('bar', () => {
  test.each([
    [0, ''],
    [0.001, '▏'],
    [0.5, '████'],
    [0.55, '████▍'],
    [1, '████████'],
    [7, '████████'],
    [-1, ''],
    [Number.NaN, ''],
  ])('%d of eight columns', (share, expected) => {
    expect(bar(share, 8)).toBe(expected);
  });

  test('has a form in ASCII', () => {
    expect(bar(0.5, 8, 'ascii')).toBe('####');
  });
});

describe('ascii', () => {
  test('keeps every sign in its one column', () => {
    expect(ascii('└→ a … 75→153 · │ █▉▏▁')).toBe('`> a ~ 75>153 - | ###_');
  });
});
