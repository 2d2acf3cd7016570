import { describe, expect, test } from 'vitest';
import { readJson } from '../../../parsers/kubernetes/documents/json-value.ts';
import { POD } from './fixture.ts';
import { read } from './read.ts';

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n';

describe('hostile documents', () => {
  test('a bomb of aliases is refused', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `  a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`);
    const { skipped, facts } = await read(`${HEAD}bomb:\n  a0: &a0 [x, x]\n${rows.join('\n')}\n`);
    expect(facts).toEqual([]);
    expect(skipped[0]?.reason).toMatch(/alias/);
  });

  test('an alias of itself is refused', async () => {
    const { skipped } = await read(`${HEAD}spec: &a\n  containers: [*a]\n`);
    expect(skipped.length).toBe(1);
  });

  test.each([
    ['JSON', `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    [
      'JSON in a list',
      `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{},"x":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]}`,
    ],
    ['YAML', `${HEAD}spec: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
    ['YAML block', `${HEAD}spec:\n${Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}\n`],
  ])('twenty thousand levels of %s', async (_name, text) => {
    const { skipped, artifact } = await read(text);
    expect(artifact?.status).not.toBe('unreadable');
    expect(skipped[0]?.reason).toMatch(/nested more than|could not be read/);
    expect(skipped[0]?.reason).toMatch(/line \d+, column \d+/);
  });

  test.each([
    [
      'JSON',
      JSON.stringify({ ...POD, metadata: { name: 'web' } }).replace(
        '"metadata":{',
        '"metadata":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
      ),
    ],
    ['YAML', `${HEAD}  labels:\n    __proto__: {polluted: true}\n__proto__:\n  polluted: true\n`],
  ])('a key __proto__ in %s is a key', async (_name, text) => {
    const { of } = await read(text);
    expect(of('pod').length).toBe(1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('what would act on a terminal is spelt out', async () => {
    const nasty = 'a\u001b]52;c;aGk=\u0007\u202eb\r\n\u0000';
    const { facts } = await read(
      JSON.stringify({
        ...POD,
        metadata: { name: nasty, namespace: nasty },
        status: {
          phase: nasty,
          reason: nasty,
          message: nasty,
          containerStatuses: [{ name: 'api', restartCount: 1, state: { waiting: { reason: nasty, message: nasty } } }],
        },
      }),
    );
    const texts: string[] = [];
    JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'string' ? texts.push(value) : value));
    expect(texts.length).toBeGreaterThan(20);
    // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
    expect(texts.filter((text) => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(text))).toEqual([]);
    expect(JSON.stringify(facts)).toContain('\\\\x1b]52');
    for (const { scope } of facts) expect(scope.pod).not.toMatch(/\n/);
  });

  test('an object that is too large is said, and the next one is read', async () => {
    const large = JSON.stringify({ ...POD, spec: { x: 'y'.repeat(17 * 1024 * 1024) } });
    const { skipped, of } = await read(`{"apiVersion":"v1","kind":"List","items":[${large},\n${JSON.stringify(POD)}]}`);
    expect(of('pod').length).toBe(1);
    expect(skipped[0]?.reason).toContain('an object of more than');
  });

  test('numbers stay as they are written', () => {
    const read = readJson('{"a":12345678901234567890,"b":[1e400,-0]}', 1);
    expect(JSON.stringify('data' in read ? [...(read.data.kind === 'map' ? read.data.entries.values() : [])] : [])).toContain(
      '12345678901234567890',
    );
  });

  test.each(['{"a" 1}', '{"a":tru}', '{"a":1,,}', '{1:2}', '[1 2]', '{"a":1}x', '{"a":"\\q"}'])('broken JSON %s does not throw', (text) => {
    expect(() => readJson(text, 3)).not.toThrow();
  });

  test('what is wrong is said with its line and column', () => {
    expect(readJson('{\n  "a": 1\n  "b": 2\n}', 11)).toMatchObject({ reason: '"," is missing', line: 13, column: 3 });
  });
});

test('a list of a hundred megabytes is read item by item', async () => {
  const item = Buffer.from(`,{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"${'z'.repeat(100_000)}"}}`);
  const last = Buffer.from(`,${JSON.stringify(POD)}],"kind":"List"}`);
  const before = process.memoryUsage();
  let most = 0;
  function* list(): Generator<Uint8Array> {
    yield Buffer.from(`{"apiVersion":"v1","items":[${item.subarray(1).toString()}`);
    for (let bytes = 0; bytes < 100 * 1024 * 1024; bytes += item.length) {
      yield item;
      const { heapUsed, external } = process.memoryUsage();
      most = Math.max(most, heapUsed + external - before.heapUsed - before.external);
    }
    yield last;
  }
  const { of } = await read(list());
  expect(of('pod').length).toBe(1);
  // The whole of it would be 100 MiB of bytes alone.
  expect(most).toBeLessThan(80 * 1024 * 1024);
}, 60_000);
