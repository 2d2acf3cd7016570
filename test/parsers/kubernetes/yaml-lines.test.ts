import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Data, Document, DocumentProblem } from '../../../parsers/kubernetes/documents/data.ts';
import { readYamlLines } from '../../../parsers/kubernetes/documents/yaml-lines.ts';
import { readAnyYaml } from '../../../parsers/kubernetes/documents/yaml-value.ts';
import { EVENT, POD } from './fixture.ts';

/** Values and lines of a tree, for comparison. */
function shape(data: Data): unknown {
  if (data.kind === 'map') return { line: data.line, of: [...data.entries].map(([key, value]) => [key, shape(value)]) };
  if (data.kind === 'list') return { line: data.line, of: data.items.map(shape) };
  // Where nothing stands there is no place.
  if (data.kind === 'null') return { kind: data.kind };
  return { line: data.line, kind: data.kind, text: data.text, ...(data.blockLine === undefined ? {} : { blockLine: data.blockLine }) };
}

const shapeOf = (read: Document | DocumentProblem | undefined) => (read !== undefined && 'data' in read ? shape(read.data) : read);

const PLAIN = [
  "a: 1\nb: \"x\"\nc: 'it''s'\nd: true\ne: null\nf:\ng: ~\n",
  'a:\n- b: 1\n  c: 2\n- d\n-\n- e:\n  - f\n',
  'a:\n  - b: 1\n  - - x\n    - y\n',
  "message: 'containers with unready\n  status: [api]'\nnext: 1\n",
  'message: a text that goes on\n  over lines\n\n  with a gap\nnext: 1\n',
  'message: "a text that \\\n  \\ goes on\\n and on\n  folded"\nnext: 1\n',
  'message: |\n  panic: boom\n\n  goroutine 1 [running]:\n  \t/src/main.go:9\nnext: 1\n',
  'message: |-\n    two\n     three\n\n\nnext: 1\n',
  'labels: {}\nitems: []\nurl: http://example.org:80/x#y\n',
  '# a comment\na: 1\n\n# another\nb: 2\n',
  'when: "2026-03-01T10:00:00Z"\nsum: 128974848000m\nbig: 12345678901234567890\nfloat: 1e9\nhex: 0x1F\n',
  '"quoted key": 1\n\'other\': 2\na.b/c: 3\nf:spec: 4\n',
  '__proto__: 1\nconstructor: 2\n',
];

describe('YAML as tools write it is read as the library reads it', () => {
  test.each(PLAIN)('%j', (text) => {
    const own = readYamlLines(text, 7);
    expect(own).toBeDefined();
    expect(shapeOf(own)).toEqual(shapeOf(readAnyYaml(text, 7)));
  });

  test.each([
    { lineWidth: 0 },
    { lineWidth: 80 },
    { lineWidth: 40, indentSeq: false },
    { lineWidth: 80, defaultStringType: 'QUOTE_DOUBLE' as const },
    { lineWidth: 30, defaultStringType: 'QUOTE_SINGLE' as const },
  ])('objects, written with %j', (options) => {
    for (const object of [POD, EVENT, { items: [POD, EVENT] }]) {
      const text = stringify(object, options);
      const own = readYamlLines(text, 1);
      if (own !== undefined) expect(shapeOf(own)).toEqual(shapeOf(readAnyYaml(text, 1)));
      else expect(options.lineWidth).toBeGreaterThan(0);
    }
    expect(readYamlLines(stringify(EVENT, { lineWidth: 0 }), 1)).toBeDefined();
  });

  test('whatever is written, it is read alike or left to the library', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        'a b c d e f g h i j k',
        'x: y',
        '# no',
        '- a',
        'a\nb\n',
        'true',
        '1',
        '"',
        "it's",
        '{a}',
        '|',
        ' lead',
        'trail ',
        'a  b',
        'tab\tin',
      ),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 8 }), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'kind'), tree),
        fc.constantFrom(0, 20, 80),
        fc.boolean(),
        (object, lineWidth, indentSeq) => {
          const text = stringify(object, { lineWidth, indentSeq });
          const own = readYamlLines(text, 3);
          if (own !== undefined) expect(shapeOf(own)).toEqual(shapeOf(readAnyYaml(text, 3)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('arbitrary lines are read alike, or left to the library', () => {
    const line = fc.constantFrom(
      'a: 1',
      'b:',
      '- c',
      '- d: 2',
      '  e: 3',
      '  - f',
      '    g: h',
      'i: |',
      '  text',
      '',
      '# x',
      'j: "k',
      '  l"',
      "m: 'n'",
      'o: {p: 1}',
      '&a b: c',
      '- - q',
      '\tr: s',
      'u: v w',
      '  x y',
      'z: *a',
      '-',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join('\n');
        const own = readYamlLines(text, 1);
        const all = readAnyYaml(text, 1);
        if (own !== undefined && 'data' in all && !all.cut) expect(shapeOf(own)).toEqual(shapeOf(all));
      }),
      { numRuns: 3000 },
    );
  });
});
