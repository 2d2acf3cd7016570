import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Examination, examine } from '../../../src/analyze.ts';
import type { Limits } from '../../../src/bundle/limits.ts';
import { inspectCommand } from '../../../src/cli/inspect.ts';
import type { CliIo } from '../../../src/cli/io.ts';
import { ARCHIVE_CASES, LOG, READ } from './archive-cases.ts';
import { PANIC, ZSTD_ENDLESS } from './blobs.ts';
import { xz, zstd } from './make-compressed.ts';
import { TAR_END, tar, tarMember } from './make-tar.ts';
import { zip } from './make-zip.ts';

const MIB = 1024 * 1024;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-archives-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file of a run, as `path: status (reason)`. */
const listed = ({ artifacts }: Examination) =>
  artifacts.map(({ path, status, reason }) => `${path}: ${status}${reason === undefined ? '' : ` (${reason})`}`);
const limitsHit = ({ budget }: Examination) => budget.hits.map(({ what }) => what);

async function piped(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<Examination> {
  return examine(['-'], {
    limits,
    stdin: async function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
  });
}

/** The same bytes as a file, in a directory that holds nothing else: paths begin with the file's name. */
async function asFile(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<Examination> {
  const directory = mkdtempSync(join(folder, 'case-'));
  writeFileSync(join(directory, 'x'), bytes);
  return examine([directory], { limits });
}

describe.each(ARCHIVE_CASES)('hostile archives: %s', (_, cases) => {
  test.each(cases)('$what', async ({ bytes, limits, files, hit = [] }) => {
    const input = bytes();
    for (const [read, name] of [
      [asFile, 'x'],
      [piped, '<stdin>'],
    ] as const) {
      const result = await read(input, limits);
      const expected = files.map((line) => (line.startsWith('x') ? `${name}${line.slice(1).replaceAll(' x/', ` ${name}/`)}` : line));
      expect(listed(result)).toEqual(expected);
      expect(limitsHit(result)).toEqual(hit);
    }
  });
});

describe('hostile archives', () => {
  test('a hundred thousand names end at the limit, in bounded time and memory', async () => {
    const member = tarMember({ name: 'n', data: 'x' });
    const bytes = gzipSync(Buffer.concat([...Array.from({ length: 100_000 }, () => member), TAR_END]));
    const before = process.memoryUsage().rss;
    const result = await piped(bytes, { entries: 5000 });
    expect(result.artifacts).toHaveLength(5001);
    expect(result.artifacts[0]?.reason).toBe('not read to its end: a limit was hit');
    expect(limitsHit(result)).toEqual(['entries']);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MIB);
  }, 60_000);

  test('a hundred thousand files of a zip end at the limit', async () => {
    const bytes = zip(
      Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}`, data: 'x', method: 0 })),
      { count: 60_000 },
    );
    expect(limitsHit(await asFile(bytes, { entries: 1000 }))).toEqual(['entries']);
  }, 60_000);

  test('a zip that is too large to be held is refused by a pipe, and read as a file', async () => {
    const bytes = zip([{ name: 'pad', data: Buffer.alloc(2 * MIB, 'a line\n'), method: 0 }, LOG]);
    const byPipe = await piped(bytes, { heldArchiveBytes: MIB });
    expect(listed(byPipe)).toEqual([
      '<stdin>: passed-over (a zip archive that is too large to be held in memory: its directory stands at its end, so give it as a file by itself)',
    ]);
    expect(limitsHit(byPipe)).toEqual(['archive-memory']);
    expect(listed(await asFile(bytes, { heldArchiveBytes: MIB }))).toContain('x/a.log: read');
  });

  test('memory of zips that are held is given back', async () => {
    const inner = zip([{ name: 'pad', data: Buffer.alloc(MIB, 'a line\n'), method: 0 }, LOG]);
    const members = Array.from({ length: 5 }, (_, i) => ({ name: `${i}.zip`, data: inner }));
    const result = await asFile(tar(...members), { heldArchiveBytes: 1.5 * MIB });
    expect(limitsHit(result)).toEqual([]);
    expect(result.caseFile.of('crash')).toHaveLength(5);
  });

  test('links are followed over eight others and no more', async () => {
    const chain = Array.from({ length: 12 }, (_, i) => ({ name: `l${i}`, type: '2', link: i === 0 ? 'a.log' : `l${i - 1}` }));
    const { artifacts } = await asFile(tar(...chain, LOG));
    const reasons = new Map<string, string | undefined>(artifacts.map(({ path, reason }) => [path, reason]));
    for (const i of [0, 1, 5, 8]) expect(reasons.get(`x/l${i}`)).toBe('the same file as x/a.log');
    for (const i of [9, 11]) expect(reasons.get(`x/l${i}`)).toContain('more than 8 others');
  });

  test('a decoder that would go round for ever is stopped', async () => {
    expect(listed(await asFile(tar({ name: 'a.zst', data: ZSTD_ENDLESS }, LOG)))).toEqual([
      'x: read',
      READ,
      'x/a.zst: passed-over (the zstd data cannot be read on: it is damaged)',
    ]);
  }, 30_000);

  test('what people have said of findings is no evidence, in an archive as in a directory', async () => {
    const result = await asFile(tar({ name: 'd/goroner-triage.json', data: PANIC }, LOG));
    expect(listed(result)).toContain('x/d/goroner-triage.json: passed-over (what people have said of the findings: no part of the bundle)');
    expect(result.caseFile.of('crash')).toHaveLength(1);
  });

  test('an archive in an archive without a directory is one file of it', async () => {
    const inner = zip([{ ...LOG, method: 0 }]);
    const bytes = zip([{ name: 'in.zip', data: inner, method: 0 }, LOG], { noDirectory: true });
    expect(listed(await asFile(bytes))).toEqual([
      'x: damaged (the archive does not end with its directory: it is cut off, or something else stands behind it)',
      READ,
      'x/in.zip: read',
      'x/in.zip/a.log: read',
    ]);
  });

  test('the memory of the decoder of xz is used again', async () => {
    const members = Array.from({ length: 300 }, (_, i) => ({ name: `${i}.xz`, data: xz(PANIC) }));
    const instantiate = vi.spyOn(WebAssembly as unknown as { instantiate: () => unknown }, 'instantiate');
    const result = await asFile(tar(...members));
    expect(result.caseFile.of('crash')).toHaveLength(300);
    expect(instantiate.mock.calls.length).toBeLessThan(3);
    instantiate.mockRestore();
    expect(result.artifacts.every(({ status }) => status === 'read')).toBe(true);
  });

  test('no byte of a hostile name or reason reaches the terminal as it is', async () => {
    const evil = '\u001b]0;owned\u0007\u009b2J\u202e\r';
    const bytes = tar(
      { ...LOG, name: `a${evil}` },
      { name: `l${evil}`, type: '2', link: `t${evil}` },
      { name: `../${evil}`, data: 'x' },
      { name: `z${evil}.zip`, data: zip([{ ...LOG, name: `in${evil}`, central: { method: 0 } }]) },
      LOG,
      { name: 'l2', type: '2', link: `a${evil}` },
    );
    let text = '';
    const stream = { write: (chunk: string) => (text += chunk) !== '', isTTY: true };
    const io: CliIo = {
      stdin: async function* () {
        yield bytes;
      },
      stdout: stream,
      stderr: stream,
      env: {},
      stdinHasData: () => true,
    };
    await inspectCommand(['-'], { json: false, redact: false, limits: {} }, io);
    expect(text).toContain('owned');
    // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test.each([
    ['tar', tar(LOG, { name: 'b/c.zip', data: zip([LOG, { ...LOG, name: 'd.log' }]) })],
    ['tar.gz', gzipSync(tar(LOG, { ...LOG, name: 'b' }))],
    ['tar.xz', xz(tar(LOG, { ...LOG, name: 'b' }))],
    ['tar.zst', zstd(tar(LOG, { ...LOG, name: 'b' }))],
    ['zip', zip([LOG, { ...LOG, name: 'b', descriptor: true }, { ...LOG, name: 'c', zip64: true }])],
  ])(
    'a %s that is cut at any place, or has any bit turned, ends in a report',
    async (_, whole) => {
      const crashes = (await piped(whole)).caseFile.of('crash').length;
      const step = Math.max(1, Math.floor(whole.length / 60));
      for (let at = 1; at < whole.length; at += step) {
        const cut = await piped(whole.subarray(0, at));
        expect(cut.artifacts.length).toBeGreaterThan(0);
        expect(cut.caseFile.of('crash').length).toBeLessThanOrEqual(crashes);
        const turned = Buffer.from(whole);
        turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
        const result = await piped(turned);
        expect(result.artifacts.map(({ reason }) => reason).filter((reason) => reason?.includes('internal error'))).toEqual([]);
      }
    },
    60_000,
  );
});
