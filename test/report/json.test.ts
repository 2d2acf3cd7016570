import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces, renderJson } from '../../src/report/render/json.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { crash } from '../matcher/fixture.ts';
import { artifact, report } from './fixture.ts';

const withPath = (path: string) => report([crash()], { artifacts: [artifact({ path: path as SafeText })] });

test('two spaces, a line feed at the end, the fields in the order of the type', () => {
  const input = report([crash()]);
  const text = renderJson(input, { forTerminal: false });
  expect(
    text.startsWith('{\n  "$schema": "https://goroner.dev/schema/report-1.0.json",\n  "schemaVersion": "1.0",\n  "tool": {\n    "name"'),
  ).toBe(true);
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual(input);
  expect(Object.keys(JSON.parse(text))).toEqual([
    '$schema',
    'schemaVersion',
    'tool',
    'bundle',
    'verdict',
    'findings',
    'inconclusive',
    'cleared',
    'refuted',
    'notApplicable',
    'signatureErrors',
    'exits',
    'facts',
    'timeline',
    'warnings',
    'errors',
  ]);
});

test('the order does not depend on how the report was made; unknown fields stay', () => {
  const input = report([crash()]);
  const reversed = Object.fromEntries(Object.entries({ ...input, later: 1 }).toReversed()) as unknown as typeof input;
  const text = renderJson(reversed, { forTerminal: false });
  expect(text).toBe(renderJson({ ...input, later: 1 } as unknown as typeof input, { forTerminal: false }));
  expect(JSON.parse(text)).toHaveProperty('later', 1);
});

test('for a terminal, what acts or hides is written as an escape that means the same', () => {
  const risky = ['\u007f', '\u0085', '\u009b', '\u00ad', '\u061c', '\u200b', '\u2028', '\u202e', '\u2066', '\ufe0f', '\ufeff', '\u{e0041}'];
  const input = withPath(`a${risky.join('b')}c`);
  const text = renderJson(input, { forTerminal: true });
  for (const character of risky) expect(text).not.toContain(character);
  expect(text).toContain('"path": "a\\u007fb\\u0085b\\u009b');
  expect(text).toContain('\\udb40\\udc41c"');
  expect(JSON.parse(text)).toEqual(input);
});

test('ordinary text of any language stays as it is, and nothing is escaped for a file', () => {
  const input = withPath('Bücher/日志/😀.log');
  expect(renderJson(input, { forTerminal: true })).toBe(renderJson(input, { forTerminal: false }));
  expect(renderJson(input, { forTerminal: true })).toContain('Bücher/日志/😀.log');
  expect(renderJson(withPath('a\u202eb'), { forTerminal: false })).toContain('a\u202eb');
});

test('a large report comes in pieces, which together are what JSON.stringify gives', () => {
  const warnings = Array.from({ length: 3000 }, (_, i) => ({ code: 'limit-hit', message: `line ${i}\n"quoted" \u2028` as SafeText }));
  const input = { ...report([crash()]), warnings };
  const pieces = [...jsonPieces(input, { forTerminal: false })];
  expect(pieces.length).toBeGreaterThan(3);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
  expect(pieces.join('')).toBe(`${JSON.stringify(input, undefined, 2)}\n`);
});

test('groups of goroutines are written one by one, their citations apart', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.jsonValue({ maxDepth: 3 }), (cited, value) => {
      const group = { id: 'goroutines:1', state: '\n          "citations": 0', citations: cited, frames: [{ value }], gone: undefined };
      const bare = { ...group, citations: undefined };
      const dumps = [{ id: 'dump:1', citations: [{ excerpt: '…' }], groups: [group, bare, { ...group, citations: value }, value] }];
      const input = { ...report(), facts: { dumps } } as unknown as ReturnType<typeof report>;
      expect(renderJson(input, { forTerminal: false })).toBe(`${JSON.stringify(input, undefined, 2)}\n`);
    }),
  );
});

test('whatever its fields hold, the pieces are what JSON.stringify gives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.option(fc.string(), { nil: undefined }), (value, optional) => {
      const input = { ...report(), later: value, empty: [], none: {}, absent: optional, list: [[], {}, null] } as unknown as ReturnType<
        typeof report
      >;
      expect(renderJson(input, { forTerminal: false })).toBe(`${JSON.stringify(input, undefined, 2)}\n`);
    }),
  );
});
