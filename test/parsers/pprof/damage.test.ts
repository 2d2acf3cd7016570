import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeProfile } from '../../../parsers/pprof/decode.ts';
import { buildProfile, join } from './build-profile.ts';
import { GOROUTINE_PLAN, HEAP_PLAN, runParser } from './run-parser.ts';

/** Where field 6, the string table, begins in a profile that ends with it. */
function tableStart(bytes: Uint8Array): number {
  const table = new TextEncoder().encode('alloc_objects');
  for (let at = 4; at < bytes.length; at++) if (table.every((byte, i) => bytes[at + i] === byte)) return at - 4;
  throw new Error('no string table');
}

describe('damaged profiles', () => {
  it('survives a cut at every byte and says where, whatever the order of the fields', () => {
    for (const plan of [HEAP_PLAN, GOROUTINE_PLAN])
      for (const packed of [true, false])
        for (const stringsFirst of [true, false]) {
          const bytes = buildProfile({ ...plan, packed, stringsFirst });
          for (let length = 0; length < bytes.length; length++) {
            const { result, facts } = runParser(bytes.subarray(0, length));
            if (result.kind === 'malformed') expect(result.at).toBeLessThanOrEqual(length);
            // A profile that lost a piece must not look whole.
            for (const heap of facts.of('heap')) expect(heap.salvaged || result.kind === 'ok').toBe(true);
            for (const dump of facts.of('dump')) expect(dump.integrity === 'partial' || result.kind === 'ok').toBe(true);
            if (!stringsFirst) expect(result.kind).not.toBe('ok');
          }
          expect(runParser(bytes).result).toEqual({ kind: 'ok' });
        }
  });

  it('reads on behind a number of more bytes than there are', () => {
    // Field 9, the time, with eleven bytes; then field 12, the period, as it should be.
    const long = [9 << 3, ...Array.from({ length: 10 }, () => 0x81), 0x01];
    const bytes = join(buildProfile(HEAP_PLAN), Uint8Array.from([...long, 12 << 3, 5]));
    const decoded = decodeProfile(bytes);
    expect(decoded).toMatchObject({ kind: 'profile', profile: { period: 5 } });
    expect(runParser(bytes).result).toMatchObject({ kind: 'malformed', reason: 'a number has no end' });
  });

  it('calls a profile without its string table malformed, not unknown', () => {
    const bytes = buildProfile(HEAP_PLAN);
    const end = tableStart(bytes);
    const { result, facts, found } = runParser(bytes.subarray(0, end));
    expect(result).toMatchObject({ kind: 'malformed', at: end });
    expect(result).toHaveProperty('reason', expect.stringContaining('string table'));
    expect(found).toEqual(['profile']);
    expect(facts.all).toEqual([]);
    const half = runParser(bytes.subarray(0, end - 3)).result;
    expect(half).toHaveProperty('reason', expect.stringContaining('the file ends inside a field'));
  });

  it('uses what a cut profile has where the names are there', () => {
    const bytes = buildProfile(HEAP_PLAN);
    // The last strings are names of functions: numbers are whole, a name is lost.
    const { result, facts } = runParser(bytes.subarray(0, bytes.length - 2));
    expect(result).toMatchObject({ kind: 'malformed', reason: 'the file ends inside a field' });
    const whole = runParser(bytes).facts.of('heap')[0];
    expect(facts.of('heap')[0]).toMatchObject({ inuseBytes: whole?.inuseBytes, allocObjects: whole?.allocObjects, salvaged: true });
    const strings = runParser(buildProfile({ ...HEAP_PLAN, stringsFirst: true }).subarray(0, -20));
    expect(strings.facts.of('heap')[0]).toMatchObject({ inuseBytes: whole?.inuseBytes, salvaged: true });
  });

  it('leaves out a broken sample and keeps the rest', () => {
    const good = buildProfile(HEAP_PLAN);
    const broken = [
      Uint8Array.of(0x12, 3, 0x10, 1, 0x10),
      Uint8Array.of(0x12, 2, 0x10, 1),
      Uint8Array.of(0x12, 3, 0x0a, 9, 1),
      Uint8Array.of(0x12, 3, 0x13, 1, 0x14),
      // A list of ids that ends inside an id.
      Uint8Array.of(0x12, 12, 0x0a, 1, 0x81, 2, 0x10, 1, 0x10, 1, 0x10, 1, 0x10, 1),
      Uint8Array.of(0x12, 10, 0x10, 1, 0x10, 1, 0x10, 1, 0x10, 1, 0x10, 1),
      Uint8Array.of(0x12, 12, 0x10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
    ];
    for (const sample of broken) {
      const { result, facts } = runParser(join(good, sample));
      expect(result.kind).toBe('malformed');
      // Inside the broken sample, behind its key and length.
      expect(result).toHaveProperty(
        'at',
        expect.toSatisfy((at: number) => at >= good.length + 2 && at <= good.length + sample.length),
      );
      expect(facts.of('heap')[0]).toMatchObject({ inuseObjects: 158, siteCount: 2, salvaged: true });
    }
  });

  it('checks every reference', () => {
    const good = buildProfile(HEAP_PLAN);
    const strings = runParser(join(good, Uint8Array.of(0x70, 99)));
    expect(strings.result).toMatchObject({
      kind: 'malformed',
      at: good.length + 1,
      reason: expect.stringContaining('string 99'),
    });
    const location = runParser(join(good, Uint8Array.of(0x12, 10, 0x08, 99, 0x10, 0, 0x10, 0, 0x10, 0, 0x10, 0)));
    expect(location.result).toMatchObject({ kind: 'malformed', reason: expect.stringContaining('locations') });
    const fn = runParser(join(good, Uint8Array.of(0x22, 6, 0x08, 99, 0x22, 2, 0x08, 98)));
    expect(fn.result).toMatchObject({ kind: 'malformed', reason: expect.stringContaining('functions') });
    const twice = runParser(join(good, Uint8Array.of(0x22, 2, 0x08, 1)));
    expect(twice.result).toMatchObject({ kind: 'malformed', reason: expect.stringContaining('same id') });
  });

  it('never throws and never trusts a flipped byte more than the format allows', () => {
    const bytes = buildProfile({ ...HEAP_PLAN, packed: true });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const copy = bytes.slice();
        copy[at] = (copy[at] ?? 0) ^ mask;
        runParser(copy);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not recognise random bytes, text, archives or other formats', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(decodeProfile(bytes)).toEqual({ kind: 'unrecognized' });
      }),
      { numRuns: 5000 },
    );
    // Bytes that look like fields of a profile far more often than random ones do.
    const tags = fc.constantFrom(0x0a, 0x12, 0x22, 0x2a, 0x32, 0x08, 0x10, 0x00, 0x01, 0x02, 0x03, 0x04);
    fc.assert(
      fc.property(fc.array(tags, { maxLength: 60 }), (bytes) => {
        decodeProfile(Uint8Array.from(bytes));
      }),
      { numRuns: 5000 },
    );
    const others = [
      '',
      'goroutine 1 [running]:\nmain.main()\n',
      'heap profile: 22: 205312 [22: 205312] @ heap/1048576\n',
      '\n\n\n\n',
      'Could not enable CPU profiling: cpu profiling already in use\n',
      '{"a": 1}',
      '\u007fELF\u0002\u0001\u0001',
      'go 1.22 trace\0\0\0',
      '*2\n\u0004\b\u0001\u0010\u0002',
    ];
    for (const text of others) expect(runParser(new TextEncoder().encode(text)).result.kind).toBe('unrecognized');
    expect(runParser(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)).result.kind).toBe('unrecognized');
  });

  it('does not take another protobuf for a profile that lost its names', () => {
    const type = Uint8Array.of(0x0a, 4, 0x08, 1, 0x10, 2);
    const records = Uint8Array.of(0x12, 2, 0x10, 1, 0x12, 2, 0x10, 2, 0x12, 2, 0x10, 3);
    const word = Uint8Array.of(0x32, 1, 0x61);
    // Without any string it may be a cut profile; with a first string that is not empty it cannot be one.
    expect(decodeProfile(join(type, records)).kind).toBe('unusable');
    expect(decodeProfile(join(type, records, word)).kind).toBe('unrecognized');
    expect(decodeProfile(join(type, word, word, word)).kind).toBe('unrecognized');
    expect(decodeProfile(type).kind).toBe('unrecognized');
    expect(decodeProfile(join(Uint8Array.of(0x0a, 2, 0x08, 1), records)).kind).toBe('unrecognized');
  });

  it('marks facts of a file that was damaged before it came here', () => {
    expect(runParser(buildProfile(HEAP_PLAN), true).facts.of('heap')[0]?.salvaged).toBe(true);
    expect(runParser(buildProfile(GOROUTINE_PLAN), true).facts.of('dump')[0]).toMatchObject({
      defects: ['damaged'],
      integrity: 'partial',
    });
  });

  it('takes no more memory than the file is worth', () => {
    // A thousand sample types and a hundred thousand empty samples would be a hundred million values.
    const types = Array.from({ length: 1000 }, () => [0x0a, 4, 0x08, 1, 0x10, 1]).flat();
    const samples = Array.from({ length: 100_000 }, () => [0x12, 0]).flat();
    const table = [0x32, 0, 0x32, 1, 0x61];
    const decoded = decodeProfile(Uint8Array.from([...table, ...types, ...samples]));
    expect(decoded).toMatchObject({ kind: 'profile', profile: { samples: { count: 0 } } });
    if (decoded.kind === 'profile') expect(decoded.profile.samples.values.buffer.byteLength).toBeLessThan(2_000_000);
  });
});
