import { test } from 'vitest';
import { parseSignature } from '../src/matcher/check/parse.ts';
test('x', () => {
  console.log(JSON.stringify(parseSignature('', 'a.yaml')));
  console.log(JSON.stringify(parseSignature('format: 1\nid: 3\nfoo: 3\nevidence:\n  1a: {}\n  b:\n    role: x\n    where: {a: {is: [], b: 2}}\n    extra: 1\nstatus:\n', 'a.yaml'), null, 1));
  console.log(JSON.stringify(parseSignature('a: [', 'a.yaml')), JSON.stringify(parseSignature('a: &x 1\nb: *x', 'a.yaml')), JSON.stringify(parseSignature('a: !!foo 1\na: 2', 'a.yaml')));
});
