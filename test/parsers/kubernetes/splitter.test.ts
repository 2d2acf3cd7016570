import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectSplitter } from '../../../parsers/kubernetes/documents/splitter.ts';
import { readYaml } from '../../../parsers/kubernetes/documents/yaml-value.ts';

/** Lines that begin, continue, break off or look like objects. */
const line = fc.constantFrom(
  'apiVersion: v1',
  'kind: Pod',
  'metadata:',
  '  name: a',
  'items:',
  '- apiVersion: v1',
  '  kind: Event',
  '---',
  '...',
  '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}',
  '{',
  '  "apiVersion": "v1",',
  '  "kind": "Pod",',
  '  "metadata": {"name": "a',
  '  "metadata": {',
  '  }',
  '}',
  '[',
  '> apiVersion: v1',
  '> kind: Pod',
  '> metadata:',
  '>',
  '> {',
  '>   "apiVersion": "v1",',
  '>   "kind": "Pod",',
  '>   "metadata": {}',
  '> }',
  '    apiVersion: v1',
  '    kind: Pod',
  '    metadata:',
  '',
  '   ',
  'panic: boom',
  '\t/src/app/main.go:9 +0x1d',
  'goroutine 1 [running]:',
);

function split(text: string, size: number) {
  const objects: number[] = [];
  const problems: number[] = [];
  const splitter = new ObjectSplitter(
    undefined,
    {
      object: (document) => void objects.push(document.data.line),
      listEnd: () => undefined,
      problem: (problem) => void problems.push(problem.line),
    },
    readYaml,
    () => true,
  );
  const bytes = Buffer.from(text);
  const rest: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) rest.push(Buffer.from(splitter.push(bytes.subarray(at, at + size))));
  rest.push(Buffer.from(splitter.end()));
  return { rest: Buffer.concat(rest).toString(), objects, problems };
}

test('whatever the lines, each keeps its number, and what is of no object is given back', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.integer({ min: 1, max: 300 }), (lines, size) => {
      const text = lines.map((one) => `${one}\n`).join('');
      const whole = split(text, 1 << 20);
      const given = whole.rest.split('\n');
      expect(given.length).toBe(lines.length + 1);
      // Lines of programs are of no object, unless a text of YAML goes on over them.
      for (const [i, one] of lines.entries()) if (given[i] !== '') expect(one.endsWith(given[i] ?? '')).toBe(true);
      for (const [i, one] of lines.entries()) if (one.startsWith('panic: ') || one.startsWith('goroutine ')) expect(given[i]).toBe(one);
      expect(split(text, size)).toEqual(whole);
    }),
    { numRuns: 500 },
  );
});
