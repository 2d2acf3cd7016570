import { gzipSync } from 'node:zlib';
import { ARCHIVE_CASES } from '../../bundle/archive/archive-cases.ts';
import { PANIC, XZ_ZEROS, ZSTD_ENDLESS } from '../../bundle/archive/blobs.ts';
import { xz, zstd } from '../../bundle/archive/make-compressed.ts';
import { paxRecord, tar, tarMember } from '../../bundle/archive/make-tar.ts';
import { overlappingZip, zip } from '../../bundle/archive/make-zip.ts';
import type { Limits } from '../../../src/bundle/limits.ts';
import { CRASH, type HostileCase, KIB, MIB, put } from '../hostile-case.ts';

const FLAGS: Partial<Record<keyof Limits, string>> = { inflatedBytes: 'inflated', memberBytes: 'member', entries: 'entries' };
const ALL = ARCHIVE_CASES.flatMap(([about, cases]) => cases.map((one) => ({ about, ...one })));

/** Something in something, so often. */
const nested = (times: number, inner: Uint8Array, around: (bytes: Uint8Array) => Uint8Array): Uint8Array =>
  times === 0 ? inner : nested(times - 1, around(inner), around);
/** As 42.zip is: each archive holds the same one sixteen times. */
const fortyTwo = (levels: number, leaf: Uint8Array): Uint8Array =>
  nested(levels, leaf, (data) => zip(Array.from({ length: 16 }, (_, i) => ({ name: `${i}.zip`, data }))));
const lines = (bytes: number): Buffer => Buffer.alloc(bytes, 'a line of a log that says nothing\n');
/** A gzip file of so many members, each of a MiB of zeros. */
const gzipMembers = (count: number, data: Uint8Array): Buffer => {
  const member = gzipSync(data);
  return Buffer.concat(Array.from({ length: count }, () => member));
};

/** Archives and compressed files. */
export const ARCHIVES: readonly HostileCase[] = [
  {
    name: 'archives/all-of-the-archive-tests-in-one-directory',
    inspect: true,
    write: (folder) => {
      for (const [i, { bytes, limits }] of ALL.entries()) if (limits === undefined) put(folder, `${i}/x`, bytes());
    },
  },
  ...ALL.map(({ about, what, bytes, limits, hit }, i): HostileCase => ({
    name: `archives/${i}-${about}-${what}`.replaceAll(' ', '-'),
    // They have tests of their own; this is the same by the built command.
    big: true,
    options: Object.entries(limits ?? {}).flatMap(([key, value]) => [`--limit-${FLAGS[key as keyof Limits] ?? key}`, String(value)]),
    ...(hit === undefined ? {} : { limits: hit }),
    write: (folder) => put(folder, 'x', bytes()),
  })),
  {
    name: 'bombs/gzip-of-lines',
    options: ['--limit-inflated', '32M'],
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.gz', gzipMembers(64, lines(MIB))),
  },
  {
    name: 'bombs/gzip-of-zeros',
    options: ['--limit-inflated', '32M'],
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.gz', gzipMembers(64, Buffer.alloc(MIB))),
  },
  {
    name: 'bombs/gzip-of-10-gb-of-lines',
    big: true,
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.gz', gzipMembers(100, lines(100 * MIB))),
  },
  {
    name: 'bombs/gzip-of-10-gb-of-zeros',
    big: true,
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.gz', gzipMembers(100, Buffer.alloc(100 * MIB))),
  },
  {
    name: 'bombs/gzip-of-10-gb-of-goroutines',
    big: true,
    limits: ['inflated-bytes'],
    write: (folder) => {
      const dump = Buffer.from(
        Array.from(
          { length: 100_000 },
          (_, i) => `goroutine ${i} [chan receive, 5 minutes]:\nmain.f${i}(0x${i.toString(16)})\n\t/build/app/main.go:${i} +0x1d\n\n`,
        ).join(''),
      );
      put(folder, 'a.log.gz', gzipMembers(Math.ceil((10_000 * MIB) / dump.length), dump));
    },
  },
  {
    name: 'bombs/xz',
    options: ['--limit-inflated', '8M'],
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.xz', XZ_ZEROS),
  },
  {
    name: 'bombs/xz-6-gb',
    big: true,
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.xz', Buffer.concat(Array.from({ length: 100 }, () => XZ_ZEROS))),
  },
  {
    name: 'bombs/zstd',
    options: ['--limit-inflated', '8M'],
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.zst', zstd('', { repeated: 20_000 })),
  },
  {
    name: 'bombs/zstd-25-gb',
    big: true,
    limits: ['inflated-bytes'],
    write: (folder) => put(folder, 'a.log.zst', zstd('', { repeated: 200_000 })),
  },
  { name: 'bombs/zstd-that-goes-round', write: (folder) => put(folder, 'a.zst', ZSTD_ENDLESS) },
  {
    name: 'bombs/zip',
    options: ['--limit-inflated', '8M'],
    limits: ['inflated-bytes'],
    write: (folder) =>
      put(
        folder,
        'a.zip',
        zip([
          { name: 'a.log', data: lines(32 * MIB) },
          { name: 'b.log', data: CRASH },
        ]),
      ),
  },
  {
    name: 'bombs/zip-of-32-times-400-mb',
    big: true,
    limits: ['inflated-bytes'],
    write: (folder) => {
      const data = lines(400 * MIB);
      put(folder, 'a.zip', zip(Array.from({ length: 32 }, (_, i) => ({ name: `${i}.log`, data }))));
    },
  },
  {
    name: 'bombs/42-zip',
    inspect: true,
    options: ['--limit-entries', '1000'],
    limits: ['entries'],
    write: (folder) => put(folder, '42.zip', fortyTwo(3, zip([{ name: '0.dll', data: lines(16 * KIB) }]))),
  },
  {
    name: 'bombs/42-zip-whole',
    big: true,
    write: (folder) => put(folder, '42.zip', fortyTwo(5, zip([{ name: '0.dll', data: lines(100 * MIB) }]))),
  },
  {
    name: 'bombs/200-layers-of-gzip',
    limits: ['depth'],
    write: (folder) =>
      put(
        folder,
        'a.gz',
        nested(200, Buffer.from(CRASH), (bytes) => gzipSync(bytes)),
      ),
  },
  {
    name: 'bombs/200-layers-of-tar-gz',
    limits: ['nesting'],
    write: (folder) =>
      put(
        folder,
        'a.tgz',
        nested(200, Buffer.from(CRASH), (data) => gzipSync(tar({ name: 'in.tgz', data }))),
      ),
  },
  {
    name: 'bombs/60-layers-of-zip',
    limits: ['nesting'],
    write: (folder) =>
      put(
        folder,
        'a.zip',
        nested(60, Buffer.from(CRASH), (data) => zip([{ name: 'in.zip', data }])),
      ),
  },
  {
    name: 'bombs/all-compressors-in-one-another',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'a',
        [
          (b: Uint8Array) => gzipSync(b),
          (b: Uint8Array) => xz(b),
          (b: Uint8Array) => zstd(b),
          (b: Uint8Array) => zip([{ name: 'a', data: b }]),
          (b: Uint8Array) => tar({ name: 'a', data: b }),
        ].reduce((bytes, pack) => pack(bytes), Buffer.from(CRASH) as Uint8Array),
      ),
  },
  {
    name: 'zip/overlapping-entries',
    inspect: true,
    says: /overlaps/,
    write: (folder) => put(folder, 'a.zip', overlappingZip(250, Buffer.from(PANIC.repeat(20_000)))),
  },
  {
    name: 'zip/local-and-central-headers-differ',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'a.zip',
        zip([
          { name: 'a.log', data: CRASH, central: { name: '../../b.log' } },
          { name: 'c.log', data: CRASH, central: { size: 2 ** 32 - 2 } },
          { name: 'd.log', data: CRASH, central: { compressed: 3 } },
          { name: 'e.log', data: CRASH, central: { method: 0 } },
          { name: 'f.log', data: CRASH, central: { crc: 7 } },
          { name: 'g.log', data: CRASH, central: { offset: 12 } },
        ]),
      ),
  },
  {
    name: 'zip/encrypted',
    inspect: true,
    says: /encrypted/,
    write: (folder) =>
      put(
        folder,
        'a.zip',
        zip([
          { name: 'a.log', data: CRASH, flags: 1 },
          { name: 'b.log', data: CRASH, flags: 0x41 },
          { name: 'c.log', data: CRASH, method: 99, flags: 1 },
        ]),
      ),
  },
  {
    name: 'zip/lies-in-64-bits',
    inspect: true,
    write: (folder) => {
      put(
        folder,
        'a.zip',
        zip(
          [2 ** 53 - 1, 2 ** 40, 2 ** 32].flatMap((size, i) => [
            { name: `s${i}`, data: CRASH, zip64: true, central: { size } },
            { name: `c${i}`, data: CRASH, zip64: true, central: { compressed: size } },
            { name: `o${i}`, data: CRASH, zip64: true, central: { offset: size } },
          ]),
        ),
      );
      // An end record in 64 bits that claims 2^64 - 1 of everything.
      const plain = zip([{ name: 'a.log', data: CRASH }]);
      const end = Buffer.alloc(56 + 20, 0xff);
      end.writeUInt32LE(0x06064b50, 0);
      end.writeBigUInt64LE(44n, 4);
      end.writeUInt32LE(0x07064b50, 56);
      end.writeUInt32LE(0, 60);
      end.writeBigUInt64LE(BigInt(plain.length - 22), 64);
      end.writeUInt32LE(1, 72);
      const last = Buffer.from(plain.subarray(plain.length - 22));
      last.fill(0xff, 8, 20);
      put(folder, 'b.zip', Buffer.concat([plain.subarray(0, plain.length - 22), end, last]));
      put(folder, 'c.zip', zip([{ name: 'a.log', data: CRASH }], { count: 65_535 }));
    },
  },
  {
    name: 'zip/a-comment-full-of-end-records',
    inspect: true,
    write: (folder) => put(folder, 'a.zip', zip([{ name: 'a.log', data: CRASH }], { comment: 'PK\u0005\u0006'.repeat(16_000) })),
  },
  {
    name: 'tar/sizes-that-lie',
    inspect: true,
    write: (folder) => {
      const base256 = (value: bigint): Buffer => {
        const field = Buffer.alloc(12);
        field[0] = 0x80;
        field.writeBigUInt64BE(value, 4);
        return field;
      };
      for (const [i, size] of [
        0,
        1,
        0o77777777777,
        base256(2n ** 63n),
        base256(2n ** 64n - 1n),
        base256(2n ** 53n),
        Buffer.alloc(12, 0xff),
        Buffer.from('-1'),
        Buffer.from('99999999999'),
      ].entries())
        put(folder, `${i}.tar`, tar({ name: 'a.log', data: CRASH, size }, { name: 'b.log', data: CRASH }));
    },
  },
  {
    name: 'tar/pax-and-long-names-abused',
    inspect: true,
    write: (folder) => {
      const pax = (data: string, type = 'x') => ({ name: 'pax', type, data });
      put(folder, '1.tar', tar(pax(paxRecord('size', '9'.repeat(400))), { name: 'a.log', data: CRASH }));
      put(
        folder,
        '2.tar',
        tar(pax(paxRecord('path', '../../etc/passwd') + paxRecord('linkpath', '/etc/passwd')), { name: 'a.log', data: CRASH }),
      );
      put(
        folder,
        '3.tar',
        tar(pax(Array.from({ length: 20_000 }, (_, i) => paxRecord(`k${i}`, 'v')).join('')), { name: 'a.log', data: CRASH }),
      );
      put(folder, '4.tar', tar(pax('0 path=x\n-5 path=y\n7 a\n999999999999 b=c\n'), { name: 'a.log', data: CRASH }));
      put(
        folder,
        '5.tar',
        tar(pax(paxRecord('__proto__', 'x') + paxRecord('constructor', 'y') + paxRecord('path', '__proto__')), {
          name: 'a.log',
          data: CRASH,
        }),
      );
      put(folder, '6.tar', tar(...Array.from({ length: 500 }, () => pax(paxRecord('path', 'x'), 'g')), { name: 'a.log', data: CRASH }));
      put(
        folder,
        '7.tar',
        tar(
          ...Array.from({ length: 500 }, () => ({
            name: '././@LongLink',
            type: 'L',
            magic: 'gnu' as const,
            data: `${'n'.repeat(3000)}\0`,
          })),
          { name: 'a.log', data: CRASH },
        ),
      );
      put(
        folder,
        '8.tar',
        tar(
          pax(
            paxRecord('GNU.sparse.major', '1') +
              paxRecord('GNU.sparse.minor', '0') +
              paxRecord('GNU.sparse.realsize', '1125899906842624') +
              paxRecord('GNU.sparse.name', 's.log'),
          ),
          { name: 'x', data: Buffer.from('1\n1125899906842000\n10\n'.padEnd(512, '\0') + 'panic: boo') },
        ),
      );
    },
  },
  {
    name: 'tar/headers-without-end',
    inspect: true,
    write: (folder) => put(folder, 'a.tar', Buffer.concat([tarMember({ name: 'a.log', data: CRASH }), Buffer.alloc(20 * MIB, 'x')])),
  },
];
