import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Report } from '../../src/report/report.ts';
import { reportSchemaCheck } from '../fuzz/schema.ts';
import { PANIC } from '../bundle/archive/blobs.ts';
import { tar } from '../bundle/archive/make-tar.ts';
import { zip } from '../bundle/archive/make-zip.ts';
import { buildProfile } from '../parsers/pprof/build-profile.ts';

const wrongWithReport = reportSchemaCheck(join(import.meta.dirname, '..', '..'));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-limits-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINES = 'nothing to see here\n'.repeat(5000);
const ZIP = zip([{ name: 'd', data: LINES }]);
const PROFILE = gzipSync(
  buildProfile({
    sampleTypes: [['inuse_space', 'bytes']],
    samples: [{ stack: ['a'], values: [1] }],
    locations: { a: [['main.f', '/a.go', 1]] },
  }),
);

interface Budgeted {
  readonly option: string;
  readonly value: string;
  /** Beside `a.log`, which is read first and has a panic in it. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly hit: Readonly<Record<string, unknown>>;
}

const BUDGETS: readonly Budgeted[] = [
  { option: 'bytes', value: '4096', files: { 'b.log': LINES }, hit: { what: 'total-bytes', path: 'b.log', limit: 4096, read: 4096 } },
  {
    option: 'inflated',
    value: '1K',
    files: { 'b.log.gz': gzipSync(LINES) },
    hit: { what: 'inflated-bytes', path: 'b.log.gz', limit: 1024, read: 1024 },
  },
  { option: 'entries', value: '2', files: { 'b.log': LINES, 'c.log': LINES }, hit: { what: 'entries', limit: 2, read: 2 } },
  { option: 'depth', value: '1', files: { 'b.gz': gzipSync(gzipSync(LINES)) }, hit: { what: 'depth', path: 'b.gz', limit: 1, read: 1 } },
  {
    option: 'nesting',
    value: '1',
    files: { 'b.tar': tar({ name: 'c.tar', data: tar({ name: 'd', data: LINES }) }) },
    hit: { what: 'nesting', path: 'b.tar/c.tar', limit: 1, read: 1 },
  },
  {
    option: 'member',
    value: '1K',
    files: { 'b.tar': tar({ name: 'c.log', data: LINES }) },
    hit: { what: 'member-bytes', path: 'b.tar/c.log', limit: 1024, read: 1024, total: LINES.length },
  },
  {
    option: 'archive',
    value: '1',
    files: { 'b.tar': tar({ name: 'c.zip', data: ZIP }) },
    hit: { what: 'archive-memory', path: 'b.tar/c.zip', limit: 1, read: 0, total: ZIP.length },
  },
  {
    option: 'line',
    value: '1K',
    files: { 'b.log': `${'x'.repeat(9000)}\n` },
    hit: { what: 'line-length', path: 'b.log', limit: 1024, read: 1024, total: 9000 },
  },
  {
    option: 'held',
    value: '1K',
    files: {
      'b.log': Array.from(
        { length: 300 },
        (_, i) =>
          `2026-11-26T07:${String(59 - Math.floor(i / 60)).padStart(2, '0')}:${String(59 - (i % 60)).padStart(2, '0')}Z goroutine ${i} [running]:`,
      ).join('\n'),
    },
    hit: { what: 'reversed-size', path: 'b.log', limit: 1024, read: 1024 },
  },
  {
    option: 'streams',
    value: '2',
    files: { 'b.log': Array.from({ length: 60 }, (_, i) => `svc-${i % 6}  | panic: x${i}`).join('\n') },
    hit: { what: 'streams', path: 'b.log', limit: 2, read: 2 },
  },
  { option: 'binary', value: '16', files: { 'b.pb': PROFILE }, hit: { what: 'binary-size', path: 'b.pb', limit: 16, read: 0 } },
  {
    option: 'evidence',
    value: '6000',
    files: { 'b.log': Array.from({ length: 50 }, (_, i) => PANIC.replace('boom', `boom ${i}`).replace(':12', `:${i}`)).join('\n') },
    hit: { what: 'evidence-bytes', path: 'b.log', limit: 6000, read: 6000 },
  },
];

async function json(args: readonly string[], stdin: () => AsyncIterable<Uint8Array> = async function* () {}): Promise<Report> {
  let out = '';
  const stream = {
    write: (text: string | Uint8Array) => (out += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')) !== '',
  };
  const code = await main([...args, '--json'], {
    stdout: stream,
    stderr: stream,
    stdin,
    stdinHasData: () => false,
    env: {},
  });
  expect(code, out).toBe(1);
  return JSON.parse(out) as Report;
}

describe('a budget that is used up', () => {
  test.each(BUDGETS)(
    '--limit-$option is in the JSON with its place and extent, and takes a point from every finding',
    async ({ option, value, files, hit }) => {
      const bundle = join(folder, option);
      for (const [name, data] of Object.entries({ 'a.log': PANIC, ...files })) {
        mkdirSync(dirname(join(bundle, name)), { recursive: true });
        writeFileSync(join(bundle, name), data);
      }
      const report = await json([bundle, `--limit-${option}`, value]);
      const without = await json([bundle]);
      expect(without.bundle.limits).toEqual([]);
      expect(report.bundle.limits).toContainEqual({ ...hit, detail: expect.any(String) as unknown });
      expect(wrongWithReport(report)).toBeUndefined();
      expect(report.warnings.map(({ code }) => code)).toContain('limit-hit');
      const [head] = report.findings;
      const same = without.findings.find(({ key }) => key === head?.key);
      expect(head?.scoring.at(-1)).toMatchObject({ evidence: 'limits', points: -1 });
      expect(head?.score).toBe((same?.score ?? Number.NaN) - 1);
    },
  );

  test('--limit-seconds ends the reading', async () => {
    const bundle = join(folder, 'seconds');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'a.log'), PANIC);
    // A pipe whose writer never ends.
    const stdin = async function* () {
      for (;;) {
        yield Buffer.from('nothing to see here\n'.repeat(100));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const { bundle: read, findings } = await json([bundle, '-', '--limit-seconds', '1'], stdin);
    expect(read.limits).toContainEqual({ what: 'time', path: '<stdin>', limit: 1, read: 1, detail: expect.any(String) as unknown });
    expect(findings[0]?.scoring.at(-1)).toMatchObject({ evidence: 'limits', points: -1 });
  });

  test('every limit has an option that is tested here', async () => {
    let help = '';
    const stream = { write: (text: string | Uint8Array) => (help += String(text)) !== '' };
    await main(['analyze', '--help'], { stdout: stream, stderr: stream, stdin: async function* () {}, stdinHasData: () => false, env: {} });
    const options = [...help.matchAll(/--limit-(\w+)/g)].map(([, name]) => name);
    expect(new Set(options)).toEqual(new Set([...BUDGETS.map(({ option }) => option), 'seconds']));
  });
});
