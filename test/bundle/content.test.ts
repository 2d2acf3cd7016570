import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Content, openContent } from '../../src/bundle/content.ts';
import { Budget, DEFAULT_LIMITS, type Limits } from '../../src/bundle/limits.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const budget = (limits: Partial<Limits> = {}) => new Budget({ ...DEFAULT_LIMITS, ...limits }, () => 0);

/** An entry over bytes, handed out in pieces as a file would be. */
function entry(bytes: Uint8Array, { reopenable = true, piece = 1000 } = {}) {
  let opened = 0;
  return {
    path: sanitize('x'),
    reopenable,
    open: async function* () {
      if (++opened > 1 && !reopenable) throw new Error('opened twice');
      for (let i = 0; i < bytes.length; i += piece) yield bytes.subarray(i, i + piece);
    },
  };
}

/** A chunk of padding as large as the copytruncate of a real log leaves. */
const NULS = Buffer.alloc(300_000);

async function textOf(content: Content): Promise<string> {
  if (content.kind !== 'text') return `(${content.kind})`;
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

// Text that does not compress to nothing, so that a cut falls inside the data.
const TEXT = Array.from({ length: 4000 }, (_, i) => `line ${i} ${((i * 2654435761) >>> 0).toString(36)}`).join('\n');

describe('openContent', () => {
  test('plain text is handed on as it is', async () => {
    const content = await openContent(entry(Buffer.from(TEXT)), budget());
    expect(content.wrappers).toEqual([]);
    expect(await textOf(content)).toBe(TEXT);
    expect(content.damage()).toBeUndefined();
  });

  test.each([true, false])('reads through gzip, twice, and over several members (reopenable: %s)', async (reopenable) => {
    const once = await openContent(entry(gzipSync(TEXT), { reopenable }), budget());
    expect(await textOf(once)).toBe(TEXT);
    const twice = await openContent(entry(gzipSync(gzipSync(TEXT)), { reopenable }), budget());
    expect(twice.wrappers).toEqual(['gzip', 'gzip']);
    expect(await textOf(twice)).toBe(TEXT);
    const members = await openContent(entry(Buffer.concat([gzipSync(TEXT), gzipSync('more\n')]), { reopenable }), budget());
    expect(await textOf(members)).toBe(`${TEXT}more\n`);
    expect(members.damage()).toBeUndefined();
  });

  test.each([true, false])('salvages what a cut gzip file still holds (reopenable: %s)', async (reopenable) => {
    const whole = gzipSync(TEXT);
    const content = await openContent(entry(whole.subarray(0, Math.floor(whole.length / 2)), { reopenable }), budget());
    const text = await textOf(content);
    expect(TEXT.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(TEXT.length / 3);
    expect(content.damage()).toContain('cut off');
  });

  test.each([true, false])('keeps everything before a damaged byte, once (reopenable: %s)', async (reopenable) => {
    const damaged = Buffer.from(gzipSync(TEXT));
    damaged.fill(0xff, Math.floor(damaged.length / 2), Math.floor(damaged.length / 2) + 64);
    const content = await openContent(entry(damaged, { reopenable }), budget());
    const text = await textOf(content);
    expect(text.length).toBeGreaterThan(TEXT.length / 3);
    expect(text.slice(0, TEXT.length / 3)).toBe(TEXT.slice(0, TEXT.length / 3));
    expect(content.damage()).toContain('damaged');
  });

  test('a wrong checksum loses nothing and is said', async () => {
    const bytes = Buffer.from(gzipSync(TEXT));
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 0xff;
    const content = await openContent(entry(bytes), budget());
    expect(await textOf(content)).toBe(TEXT);
    expect(content.damage()).toBeDefined();
  });

  test('a bomb ends at the budget', async () => {
    const one = budget({ inflatedBytes: 100_000 });
    const content = await openContent(entry(gzipSync(Buffer.alloc(50_000_000, 0x61))), one);
    expect((await textOf(content)).length).toBeLessThanOrEqual(100_000);
    expect(one.hits.map(({ what }) => what)).toEqual(['inflated-bytes']);
  });

  test('compression nested too deep is not followed', async () => {
    const one = budget({ depth: 2 });
    const content = await openContent(entry(gzipSync(gzipSync(gzipSync('x')))), one);
    expect(content.kind).toBe('other');
    expect(one.hits.map(({ what }) => what)).toEqual(['depth']);
  });

  test('UTF-16 and byte order marks are peeled', async () => {
    const wide = await openContent(entry(Buffer.from('\ufeffpanic: é\n', 'utf16le'), { piece: 3 }), budget());
    expect(wide.wrappers).toEqual(['utf-16le']);
    expect(await textOf(wide)).toBe('panic: é\n');
    expect(await textOf(await openContent(entry(Buffer.from('\ufeffpanic: é\n', 'utf8')), budget()))).toBe('panic: é\n');
  });

  test.each([true, false])('the NULs in front of a truncated log go (reopenable: %s)', async (reopenable) => {
    const log = await openContent(entry(Buffer.concat([NULS, Buffer.from('panic: boom\n')]), { reopenable }), budget());
    expect(log.wrappers).toEqual(['nul-padding']);
    expect(await textOf(log)).toBe('panic: boom\n');
    const packed = await openContent(entry(gzipSync(Buffer.concat([NULS, Buffer.from('panic: boom\n')])), { reopenable }), budget());
    expect(packed.wrappers).toEqual(['gzip', 'nul-padding']);
    expect(await textOf(packed)).toBe('panic: boom\n');
  });

  test('nothing but NULs is not an empty file, and is not kept', async () => {
    const content = await openContent(entry(NULS), budget());
    expect(content).toMatchObject({ kind: 'other', reason: 'nothing but NUL bytes' });
  });

  test('UTF-16 without a byte order mark is text', async () => {
    const wide = await openContent(entry(Buffer.from('panic: boom\n\ngoroutine 1 [running]:\n', 'utf16le'), { piece: 3 }), budget());
    expect(wide.wrappers).toEqual(['utf-16le']);
    expect(await textOf(wide)).toBe('panic: boom\n\ngoroutine 1 [running]:\n');
  });

  test('something else behind the gzip data is said, and loses nothing', async () => {
    const content = await openContent(entry(Buffer.concat([gzipSync(TEXT), Buffer.from('not gzip')]), { piece: 70_000 }), budget());
    expect(await textOf(content)).toBe(TEXT);
    expect(content.damage()).toContain('damaged');
  });

  test.each([1, 7, 1 << 16])('so it is from a pipe, wherever its pieces end (%i bytes)', async (piece) => {
    const packed = gzipSync(TEXT);
    const bytes = Buffer.concat([packed, Buffer.from('not gzip')]);
    const content = await openContent(entry(bytes, { piece, reopenable: false }), budget());
    expect(await textOf(content)).toBe(TEXT);
    expect(content.damage()).toContain('damaged');
  });

  test.each([1, 7, 512, 1 << 16])(
    'zeros that fill up a block are no damage, and what stands behind them is read (pieces of %i bytes)',
    async (piece) => {
      const packed = gzipSync(TEXT);
      const zeros = Buffer.alloc(700);
      const filled = await openContent(entry(Buffer.concat([packed, zeros]), { piece, reopenable: false }), budget());
      expect(await textOf(filled)).toBe(TEXT);
      expect(filled.damage()).toBeUndefined();
      const more = await openContent(entry(Buffer.concat([packed, zeros, gzipSync('more\n')]), { piece, reopenable: false }), budget());
      expect(await textOf(more)).toBe(`${TEXT}more\n`);
      expect(more.damage()).toBeUndefined();
    },
  );

  test('a limit that ends the compressed bytes is no damage of the file', async () => {
    const packed = gzipSync(TEXT);
    const one = budget({ totalBytes: packed.length >> 1 });
    const content = await openContent(entry(packed, { piece: 100 }), one);
    await textOf(content);
    expect(content.damage()).toBeUndefined();
    expect(content.stopped()).toBe(true);
    expect(one.stopped).toBe('total-bytes');
    expect(one.hits.map(({ what }) => what)).toEqual(['total-bytes']);
  });

  test('once decompression has used up its limit, no further file is decompressed, and that is said once', async () => {
    const one = budget({ inflatedBytes: 1000 });
    await textOf(await openContent(entry(gzipSync(TEXT)), one));
    const next = await openContent(entry(gzipSync('panic')), one);
    expect(next).toMatchObject({ kind: 'other', reason: 'not decompressed: the limit inflated-bytes had been used up before' });
    expect(one.hits).toHaveLength(1);
  });

  test('time is up inside of a bomb, too', async () => {
    let now = 0;
    const one = new Budget({ ...DEFAULT_LIMITS, seconds: 1 }, () => (now += 100));
    const text = await textOf(await openContent(entry(gzipSync(Buffer.alloc(50_000_000, 0x61)), { piece: 1 << 20 }), one));
    expect(text.length).toBeLessThan(10_000_000);
    expect(one.stopped).toBe('time');
  });
});
