import { describe, expect, test } from 'vitest';
import { type ScreenCell, screenSvg } from '../../src/build/screen-svg.ts';

const PLAIN = { bold: false, dim: false, underline: false, inverse: false };

function row(text: string, style: Partial<ScreenCell> = {}): ScreenCell[] {
  return Array.from(text, (one, column) => ({ ...PLAIN, ...style, column, columns: 1, text: one }));
}

const body = (...rows: ScreenCell[][]) => screenSvg({ columns: 20, rows, title: 'a < b' }).split('\n').slice(4, -2);

describe('the picture of a screen', () => {
  test('has each part of a row at its place and as long as its columns, whatever the font', () => {
    expect(body(row('ab  c d'), row('  x'))).toEqual([
      '<text x="12" y="25" textLength="16.8" lengthAdjust="spacingAndGlyphs">ab</text>',
      '<text x="45.6" y="25" textLength="25.2" lengthAdjust="spacingAndGlyphs">c d</text>',
      '<text x="28.8" y="43" textLength="8.4" lengthAdjust="spacingAndGlyphs">x</text>',
    ]);
  });

  test('has no text of a screen as markup', () => {
    const svg = screenSvg({ columns: 20, rows: [row('<b>&amp;</b>')], title: 'a < b' });
    expect(svg).toContain('>&lt;b&gt;&amp;amp;&lt;/b&gt;</text>');
    expect(svg).toContain('<title>a &lt; b</title>');
  });

  test('has a wide character whole', () => {
    expect(body([{ ...PLAIN, column: 0, columns: 2, text: '界' }])[0]).toContain('textLength="16.8"');
  });

  test('draws lines and blocks, those beside each other as one', () => {
    expect(body(row('███▁'))).toEqual([
      '<rect x="12" y="14" width="25.2" height="14" fill="#d7dae0"/>',
      '<rect x="37.2" y="26.25" width="8.4" height="1.75" fill="#d7dae0"/>',
    ]);
    expect(body(row('│'))).toEqual(['<rect x="15.7" y="12" width="1" height="18" fill="#d7dae0"/>']);
  });

  test('has the bar of the cursor in one piece over all that looks different in it', () => {
    const bar = [...row('> ', { inverse: true }), ...row('  name', { inverse: true, bold: true }).slice(2)];
    const [rect, ...texts] = body(bar);
    expect(rect).toBe('<rect x="12" y="12" width="50.4" height="18" fill="#d7dae0"/>');
    expect(texts.every((one) => one.includes('fill:#16181d'))).toBe(true);
    expect(texts).toHaveLength(2);
  });
});
