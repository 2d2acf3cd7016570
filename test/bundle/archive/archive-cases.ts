import { gzipSync } from 'node:zlib';
import type { Limits } from '../../../src/bundle/limits.ts';
import { PANIC, XZ_ZEROS, ZSTD_PANICS } from './blobs.ts';
import { xz, zstd } from './make-compressed.ts';
import { TAR_END, paxRecord, tar, tarMember } from './make-tar.ts';
import { overlappingZip, zip } from './make-zip.ts';

const MIB = 1024 * 1024;

/** A hostile archive, and what is to be said of it. */
export interface ArchiveCase {
  readonly what: string;
  readonly bytes: () => Uint8Array;
  readonly limits?: Partial<Limits>;
  /** What the inventory says, where the archive is called `x`. */
  readonly files: readonly string[];
  readonly hit?: readonly string[];
}

export const LOG = { name: 'a.log', data: PANIC };
export const READ = 'x/a.log: read';
const NO_END = 'the archive has no end mark: it may be cut off';
const CUT = 'the archive is cut off';
const GONE = 'the directory at the end of the archive is missing: it may be cut off';
const OUT = 'its name leads out of the archive (..)';
const NOTHING = 'text with nothing of Go’s in it';
const negative = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf6]);
const base256 = (value: number) => {
  const field = Buffer.alloc(12);
  field[0] = 0x80;
  field.writeBigUInt64BE(BigInt(value), 4);
  return field;
};
const pax = (records: string) => ({ name: 'pax', type: 'x', data: records });
const deep = (depth: number): Uint8Array => (depth === 0 ? tar(LOG) : tar({ name: 'in.tar', data: deep(depth - 1) }));

const NAMES: readonly ArchiveCase[] = [
  {
    what: 'a name that climbs out',
    bytes: () => tar({ ...LOG, name: '../../etc/passwd' }),
    files: ['x: read', `x/../../etc/passwd: passed-over (${OUT})`],
  },
  {
    what: 'a name that climbs out in the middle',
    bytes: () => tar({ ...LOG, name: 'a/../../b' }),
    files: ['x: read', `x/a/../../b: passed-over (${OUT})`],
  },
  {
    what: 'a name that climbs out by backslashes',
    bytes: () => zip([{ ...LOG, name: '..\\..\\win.ini' }]),
    files: ['x: read', `x/..\\..\\win.ini: passed-over (${OUT})`],
  },
  { what: 'an absolute name', bytes: () => tar({ ...LOG, name: '/etc/a.log' }), files: ['x: read', 'x/etc/a.log: read'] },
  { what: 'a drive', bytes: () => zip([{ ...LOG, name: 'C:\\logs\\a.log' }]), files: ['x: read', 'x/logs/a.log: read'] },
  {
    what: 'a name of a network',
    bytes: () => zip([{ ...LOG, name: '\\\\host\\share\\a.log' }]),
    files: ['x: read', 'x/host/share/a.log: read'],
  },
  {
    what: 'a long path of Windows',
    bytes: () => zip([{ ...LOG, name: '\\\\?\\C:\\logs\\a.log' }]),
    files: ['x: read', 'x/logs/a.log: read'],
  },
  {
    what: 'an escape of systemd',
    bytes: () => tar({ ...LOG, name: 'system-a\\x2db.slice/a.log' }),
    files: ['x: read', 'x/system-a\\x2db.slice/a.log: read'],
  },
  {
    what: 'a NUL in a name',
    bytes: () => zip([{ ...LOG, name: 'a\0.log' }]),
    files: ['x: read', 'x/a\\x00.log: passed-over (its name holds a NUL)'],
  },
  { what: 'no name at all', bytes: () => tar({ ...LOG, name: './', type: '7' }, LOG), files: ['x: read', READ] },
  {
    what: 'a name of 5000 bytes',
    bytes: () =>
      tar(
        { name: '././@LongLink', type: 'L', magic: 'gnu', data: `${'n'.repeat(5000)}\0` },
        { ...LOG, magic: 'gnu' },
        { ...LOG, name: 'b.log' },
      ),
    files: ['x: read', 'x/b.log: read', `x/${'n'.repeat(200)}…: passed-over (its name has more than 4096 bytes)`],
  },
  {
    what: '65 directories',
    bytes: () => tar(pax(paxRecord('path', `${'d/'.repeat(65)}a.log`)), LOG),
    files: ['x: read', `x/${'d/'.repeat(65)}a.log: passed-over (it lies more than 64 directories deep)`],
  },
  {
    what: 'the same name twice',
    bytes: () => tar(LOG, LOG, LOG),
    files: [
      'x: read',
      READ,
      'x/a.log#2: read (the archive has a file of that name (case aside) before: this is number 2)',
      'x/a.log#3: read (the archive has a file of that name (case aside) before: this is number 3)',
    ],
  },
  {
    what: 'names that differ in case',
    bytes: () => zip([LOG, { ...LOG, name: 'A.LOG' }]),
    files: ['x: read', 'x/A.LOG: read', 'x/a.log#2: read (the archive has a file of that name (case aside) before: this is number 2)'],
  },
  {
    what: 'escape sequences in a name',
    bytes: () => tar({ ...LOG, name: 'a\u001b[2J\u001b]52;c;aGk=\u0007\r\n\u202e.log' }),
    files: ['x: read', 'x/a\\x1b[2J\\x1b]52;c;aGk=\\x07\\x0d\\x0a\\u202e.log: read'],
  },
  {
    what: 'a name that is not UTF-8',
    bytes: () => tar({ ...LOG, name: Buffer.from('caf\xe9.log', 'latin1') }),
    files: ['x: read', 'x/caf\\xe9.log: read'],
  },
  {
    what: 'a name of DOS',
    bytes: () => zip([{ ...LOG, flags: 0, name: Buffer.from('caf\x82.log', 'latin1') }]),
    files: ['x: read', 'x/café.log: read'],
  },
];

const LINKS: readonly ArchiveCase[] = [
  {
    what: 'links to files, directories and away',
    bytes: () =>
      tar(
        { name: 'l/hard', type: '1', link: 'd/a.log' },
        { name: 'l/soft', type: '2', link: '../d/a.log' },
        { name: 'l/chain', type: '2', link: 'soft' },
        { name: 'l/dir', type: '2', link: '../d' },
        { name: 'l/through', type: '2', link: 'dir/a.log' },
        { name: 'l/away', type: '2', link: '../../../etc/shadow' },
        { name: 'l/absolute', type: '2', link: '/etc/shadow' },
        { name: 'l/missing', type: '2', link: 'nowhere' },
        { name: 'l/ring', type: '2', link: 'ring2' },
        { name: 'l/ring2', type: '2', link: 'ring' },
        { name: 'd/a.log', data: PANIC },
      ),
    files: [
      'x: read',
      'x/d/a.log: read',
      'x/l/absolute: passed-over (a link that leads out of the archive: not followed)',
      'x/l/away: passed-over (a link that leads out of the archive: not followed)',
      'x/l/chain: passed-over (the same file as x/d/a.log)',
      'x/l/dir: passed-over (a link to a directory: what it leads to is read in its own place)',
      'x/l/hard: passed-over (the same file as x/d/a.log)',
      'x/l/missing: passed-over (a link to what is not in the archive: not followed)',
      'x/l/ring: passed-over (a link over more than 8 others: not followed)',
      'x/l/ring2: passed-over (a link over more than 8 others: not followed)',
      'x/l/soft: passed-over (the same file as x/d/a.log)',
      'x/l/through: passed-over (the same file as x/d/a.log)',
    ],
  },
  {
    what: 'a link in a zip',
    bytes: () => zip([LOG, { name: 'l', data: 'a.log', mode: 0o120777 }]),
    files: ['x: read', READ, 'x/l: passed-over (the same file as x/a.log)'],
  },
  {
    what: 'devices, a FIFO, a volume',
    bytes: () =>
      tar(
        { name: 'c', type: '3' },
        { name: 'b', type: '4' },
        { name: 'f', type: '6' },
        { name: 'v', type: 'V' },
        { name: 'm', type: 'M' },
        LOG,
      ),
    files: [
      'x: read',
      READ,
      'x/b: passed-over (a block device)',
      'x/c: passed-over (a character device)',
      'x/f: passed-over (a FIFO)',
      'x/m: passed-over (the rest of a file that begins in another volume)',
    ],
  },
  { what: 'a FIFO in a zip', bytes: () => zip([{ name: 'f', mode: 0o010644 }]), files: ['x: read', 'x/f: passed-over (a FIFO)'] },
];

const HEADERS: readonly ArchiveCase[] = [
  { what: 'a size in base 256', bytes: () => tar({ ...LOG, size: base256(PANIC.length), magic: 'gnu' }), files: ['x: read', READ] },
  {
    what: 'a negative size',
    bytes: () => tar({ ...LOG, size: negative }, { ...LOG, name: 'b.log' }),
    files: ['x: damaged (1024 bytes of the archive are damaged and were passed over)', 'x/b.log: read'],
  },
  {
    what: 'a size that is larger than all',
    bytes: () => tar({ ...LOG, size: 0o77777777777 }),
    files: [`x: damaged (${CUT})`, 'x/a.log: damaged (the archive is cut off inside it)'],
  },
  {
    what: 'a size of 2^60',
    bytes: () => tar({ ...LOG, size: base256(2 ** 60) }),
    files: ['x: damaged (1024 bytes of the archive are damaged and were passed over)'],
  },
  { what: 'a size of a directory', bytes: () => tar({ name: 'd/', type: '5', size: 4096 }, LOG), files: ['x: read', READ] },
  {
    what: 'a wrong checksum',
    bytes: () => tar(LOG, { ...LOG, name: 'b.log', checksumOff: 1 }, { ...LOG, name: 'c.log' }),
    files: ['x: damaged (1024 bytes of the archive are damaged and were passed over)', READ, 'x/c.log: read'],
  },
  { what: 'v7 without a magic', bytes: () => tar({ ...LOG, magic: 'none', type: '' }), files: ['x: read', READ] },
  {
    what: 'pax over 1 MiB',
    bytes: () => tar(pax(paxRecord('comment', 'x'.repeat(2 * MIB))), LOG, { ...LOG, name: 'b.log' }),
    files: ['x: read', 'x/a.log: passed-over (its extended header has more than 1 MiB)', 'x/b.log: read'],
  },
  {
    what: 'a damaged pax header',
    bytes: () => tar(pax('99999 path=b.log\n'), LOG),
    files: ['x: read', 'x/a.log: passed-over (its extended header is damaged)'],
  },
  { what: 'a size in pax', bytes: () => tar(pax(paxRecord('size', String(PANIC.length))), { ...LOG, size: 0 }), files: ['x: read', READ] },
  {
    what: 'a sparse file of pax 1.0, whose map stands in front',
    bytes: () =>
      tar(pax(paxRecord('GNU.sparse.major', '1') + paxRecord('GNU.sparse.name', 's.log')), {
        name: 'GNUSparseFile.0/s.log',
        data: Buffer.concat([Buffer.from(`1\n1000000\n${PANIC.length}\n`.padEnd(512, '\0')), Buffer.from(PANIC)]),
      }),
    files: ['x: read', 'x/s.log: read'],
  },
  {
    what: 'a sparse file of pax 0.1, with a hole in the middle of it',
    bytes: () =>
      tar(pax(paxRecord('GNU.sparse.map', `0,13,5000,${PANIC.length - 13}`) + paxRecord('GNU.sparse.name', 's.log')), {
        name: 'x',
        data: PANIC,
      }),
    files: ['x: read', 'x/s.log: read'],
  },
  {
    what: 'a sparse file with a damaged map',
    bytes: () =>
      tar(pax(paxRecord('GNU.sparse.major', '1') + paxRecord('GNU.sparse.name', 's.log')), { name: 'x', data: `many\n${PANIC}` }, LOG),
    files: ['x: read', READ, 'x/s.log: passed-over (it is a sparse file, and the map of its holes is damaged)'],
  },
  {
    what: 'a sparse file that is cut off in its map',
    bytes: () => {
      const whole = tar(pax(paxRecord('GNU.sparse.major', '1') + paxRecord('GNU.sparse.name', 's.log')), {
        name: 'x',
        data: `9\n${'1\n'.repeat(900)}`,
      });
      return whole.subarray(0, 3 * 512 + 3);
    },
    files: [`x: damaged (${CUT})`, 'x/s.log: passed-over (the archive is cut off inside it)'],
  },
  {
    what: 'a sparse file in more pieces than fit',
    bytes: () =>
      tar(
        pax(paxRecord('GNU.sparse.major', '1') + paxRecord('GNU.sparse.name', 's.log')),
        { name: 'x', data: `99999999999\n${'1\n'.repeat(9000)}` },
        LOG,
      ),
    files: ['x: read', READ, 'x/s.log: passed-over (it is a sparse file, and the map of its holes is damaged)'],
  },
  {
    what: 'a sparse file of old GNU, with two more blocks of its map',
    bytes: () => {
      const map = (block: Buffer, at: number, offset: number, length: number) =>
        void block.write(`${offset.toString(8).padStart(11, '0')}\0${length.toString(8).padStart(11, '0')}\0`, at, 'latin1');
      const first = Buffer.alloc(96);
      for (let i = 0; i < 4; i++) map(first, i * 24, i, 1);
      const patch = Object.fromEntries([...first].map((byte, i) => [386 + i, byte]));
      const [more, last] = [Buffer.alloc(512), Buffer.alloc(512)];
      for (let i = 0; i < 21; i++) map(more, i * 24, 4 + i, 1);
      more[504] = 1;
      map(last, 0, 25, PANIC.length - 25);
      const header = tarMember({ name: 's.log', type: 'S', magic: 'gnu', size: PANIC.length, patch: { ...patch, 482: 1 } });
      return Buffer.concat([header, more, last, tar({ name: 'x', data: PANIC }).subarray(512, 1024), tar(LOG)]);
    },
    files: ['x: read', READ, 'x/s.log: read'],
  },
  {
    what: 'archives behind one another',
    bytes: () => Buffer.concat([tar(LOG), Buffer.alloc(8192), tar({ ...LOG, name: 'b.log' })]),
    files: ['x: read', READ, 'x/b.log: read'],
  },
  {
    what: 'something else behind the end',
    bytes: () => Buffer.concat([tar(LOG), Buffer.alloc(512, 'x')]),
    files: ['x: damaged (there is other data behind its end)', READ],
  },
  { what: 'no end mark', bytes: () => tarMember(LOG), files: [`x: damaged (${NO_END})`, READ] },
  {
    what: 'a header that is cut',
    bytes: () => Buffer.concat([tarMember(LOG), tarMember(LOG).subarray(0, 300)]),
    files: [`x: damaged (${CUT})`, READ],
  },
  {
    what: 'contents that are cut',
    bytes: () => tar(LOG).subarray(0, 512 + PANIC.length - 14),
    files: [`x: damaged (${CUT})`, 'x/a.log: damaged (the archive is cut off inside it)'],
  },
];

const ZIPS: readonly ArchiveCase[] = [
  { what: 'an empty one', bytes: () => zip([]), files: ['x: read'] },
  { what: 'sizes behind the data', bytes: () => zip([{ ...LOG, descriptor: true }]), files: ['x: read', READ] },
  { what: 'zip64', bytes: () => zip([{ ...LOG, zip64: true }]), files: ['x: read', READ] },
  {
    what: 'zstd and xz in it',
    bytes: () =>
      zip([
        { ...LOG, method: 93, stored: zstd(PANIC) },
        { ...LOG, name: 'b.log', method: 95, stored: xz(PANIC) },
      ]),
    files: ['x: read', READ, 'x/b.log: read'],
  },
  {
    what: 'encrypted',
    bytes: () =>
      zip([
        { ...LOG, flags: 1 },
        { ...LOG, name: 'b.log' },
      ]),
    files: ['x: read', 'x/a.log: passed-over (encrypted: unpack the archive and give the directory)', 'x/b.log: read'],
  },
  {
    what: 'a method that is not read',
    bytes: () =>
      zip([
        { ...LOG, method: 12 },
        { ...LOG, name: 'b.log', method: 77 },
      ]),
    files: [
      'x: read',
      'x/a.log: passed-over (compressed by a method that is not read (bzip2))',
      'x/b.log: passed-over (compressed by a method that is not read (77))',
    ],
  },
  {
    what: 'two methods',
    bytes: () => zip([{ ...LOG, central: { method: 0 } }]),
    files: ['x: read', 'x/a.log: passed-over (the archive names two different compressions for it)'],
  },
  {
    what: 'two names',
    bytes: () => zip([{ ...LOG, central: { name: 'b.log' } }]),
    files: ['x: read', 'x/b.log: damaged (in front of its data another name stands than in the directory of the archive)'],
  },
  {
    what: 'more than it states',
    bytes: () => zip([{ ...LOG, central: { size: PANIC.length - 3 } }]),
    files: ['x: read', `x/a.log: damaged (it has more than the ${PANIC.length - 3} bytes that the archive states)`],
  },
  {
    what: 'less than it states',
    bytes: () => zip([{ ...LOG, descriptor: true, central: { size: 99_999 } }]),
    files: ['x: read', `x/a.log: damaged (it has ${PANIC.length} of the 99999 bytes that the archive states)`],
  },
  {
    what: 'a wrong checksum',
    bytes: () => zip([{ ...LOG, descriptor: true, central: { crc: 1 } }]),
    files: ['x: read', 'x/a.log: damaged (its checksum is wrong: part of it is damaged)'],
  },
  {
    what: 'data that is no deflate',
    bytes: () => zip([{ ...LOG, stored: Buffer.alloc(64, 0xff) }]),
    files: ['x: read', 'x/a.log: passed-over (the deflated data is damaged: invalid block type)'],
  },
  {
    what: 'a place behind its end',
    bytes: () => zip([{ ...LOG, central: { offset: 1_000_000 } }]),
    files: ['x: read', 'x/a.log: passed-over (the directory of the archive points to no file for it)'],
  },
  {
    what: 'files that overlap',
    bytes: () => overlappingZip(50, Buffer.from(PANIC.repeat(20_000))),
    files: [
      'x: read',
      ...Array.from({ length: 50 }, (_, i) => `x/${i}.log: passed-over (its data overlaps that of another file, as in a zip bomb)`),
    ],
  },
  {
    what: 'one file under two names',
    bytes: () => zip([LOG, { ...LOG, name: 'a.lo2', central: { offset: 0 } }]),
    files: [
      'x: read',
      'x/a.lo2: passed-over (its data overlaps that of another file, as in a zip bomb)',
      'x/a.log: passed-over (its data overlaps that of another file, as in a zip bomb)',
    ],
  },
  {
    what: 'no directory',
    bytes: () => zip([LOG, { ...LOG, name: 'b.log', descriptor: true }, { ...LOG, name: 'c.log' }], { noDirectory: true }),
    files: [`x: damaged (${GONE})`, READ, 'x/b.log: read', 'x/c.log: read'],
  },
  {
    what: 'cut off in a file',
    bytes: () => {
      const whole = zip([LOG, { ...LOG, name: 'b.log' }], { noDirectory: true });
      return whole.subarray(0, whole.length - 8);
    },
    files: [`x: damaged (${GONE})`, READ, 'x/b.log: damaged (the deflated data is cut off)'],
  },
  {
    what: 'cut off, stored',
    bytes: () => {
      const whole = zip([{ ...LOG, method: 0 }], { noDirectory: true });
      return whole.subarray(0, whole.length - 14);
    },
    files: [`x: damaged (${GONE})`, 'x/a.log: damaged (the archive is cut off inside it)'],
  },
  {
    what: 'more files stated than there are',
    bytes: () => zip([LOG], { count: 9 }),
    files: ['x: damaged (the directory of the archive cannot be read (it points behind its end))', READ],
  },
  {
    what: 'something else behind the end',
    bytes: () => Buffer.concat([zip([LOG]), Buffer.alloc(512)]),
    files: ['x: damaged (the archive does not end with its directory: it is cut off, or something else stands behind it)', READ],
  },
  {
    what: 'a part of several',
    bytes: () => zip([LOG], { disk: 3 }),
    files: [
      'x: damaged (the directory of the archive cannot be read (multi-disk zip files are not supported: found disk number: 3))',
      READ,
    ],
  },
];

const BOMBS: readonly ArchiveCase[] = [
  {
    what: 'of gzip',
    bytes: () => gzipSync(tar({ name: 'z.log', data: Buffer.alloc(64 * MIB, 'a line\n') })),
    limits: { inflatedBytes: 8 * MIB },
    hit: ['inflated-bytes'],
    files: ['x: read (not read to its end: a limit was hit)', `x/z.log: passed-over (${NOTHING}, up to where a limit was hit)`],
  },
  {
    what: 'of xz',
    bytes: () => XZ_ZEROS,
    limits: { inflatedBytes: 8 * MIB },
    hit: ['inflated-bytes'],
    files: ['x: passed-over (nothing in it, up to where a limit was hit)'],
  },
  {
    what: 'of zstd',
    bytes: () => zstd('', { repeated: 20_000 }),
    limits: { inflatedBytes: 8 * MIB },
    hit: ['inflated-bytes', 'line-length'],
    files: [`x: passed-over (${NOTHING}, up to where a limit was hit)`],
  },
  {
    what: 'of zip',
    bytes: () => zip([{ name: 'z.log', data: Buffer.alloc(64 * MIB, 'a line\n') }, LOG]),
    limits: { inflatedBytes: 8 * MIB },
    hit: ['inflated-bytes'],
    files: ['x: read', 'x/a.log: read', `x/z.log: passed-over (${NOTHING}, up to where a limit was hit)`],
  },
  {
    what: 'of one file in a tar',
    bytes: () => tar({ name: 'z.log', data: 'a line\n'.repeat(MIB) }, LOG),
    limits: { memberBytes: MIB },
    hit: ['member-bytes'],
    files: ['x: read', READ, `x/z.log: passed-over (${NOTHING}, up to where a limit was hit)`],
  },
  {
    what: 'a window of zstd of 2 GiB',
    bytes: () => zstd(PANIC, { windowLog: 31 }),
    files: ['x: passed-over (the zstd data cannot be read on: it was packed with a window of more than 128 MiB)'],
  },
  {
    what: 'a block of zstd of 2 MiB',
    bytes: () => zstd('', { repeated: 3, repeatedSize: 2 ** 21 - 1 }),
    files: ['x: passed-over (the zstd data cannot be read on: a block of it is damaged)'],
  },
  {
    what: 'a dictionary of xz of 128 MiB',
    bytes: () => xz(PANIC, 30),
    files: ['x: passed-over (the xz data cannot be read on: it was packed with a dictionary of more than 64 MiB)'],
  },
  {
    what: 'six archives in one another',
    bytes: () => deep(5),
    hit: ['nesting'],
    files: [
      'x: read',
      'x/in.tar: read',
      'x/in.tar/in.tar: read',
      'x/in.tar/in.tar/in.tar: read',
      'x/in.tar/in.tar/in.tar/in.tar: read',
      'x/in.tar/in.tar/in.tar/in.tar/in.tar: passed-over (an archive inside 5 others: not read)',
    ],
  },
  {
    what: 'five archives in one another',
    bytes: () => deep(4),
    files: [
      'x: read',
      'x/in.tar: read',
      'x/in.tar/in.tar: read',
      'x/in.tar/in.tar/in.tar: read',
      'x/in.tar/in.tar/in.tar/in.tar: read',
      'x/in.tar/in.tar/in.tar/in.tar/a.log: read',
    ],
  },
  {
    what: 'compressed five times',
    bytes: () => [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from(PANIC)),
    hit: ['depth'],
    files: ['x: passed-over (compressed more than 4 times)'],
  },
  { what: 'xz in xz in xz', bytes: () => xz(tar({ name: 'in.xz', data: xz(xz(PANIC)) })), files: ['x: read', 'x/in.xz: read'] },
  {
    what: 'a cut gzip around a tar',
    bytes: () => {
      const whole = gzipSync(
        tar(LOG, {
          name: 'b.log',
          data: Buffer.from(Array.from({ length: 4000 }, (_, i) => `line ${i} ${((i * 2654435761) >>> 0).toString(36)}\n`).join('')),
        }),
      );
      return whole.subarray(0, whole.length - 20_000);
    },
    files: ['x: damaged (the gzip data is cut off)', READ, 'x/b.log: damaged (the archive is cut off inside it)'],
  },
  {
    what: 'a cut xz around a tar',
    bytes: () => {
      const whole = xz(tar(LOG, { ...LOG, name: 'b.log' }));
      return whole.subarray(0, 1024 + 512 + 80);
    },
    files: ['x: damaged (the xz data is cut off)', READ, 'x/b.log: damaged (the archive is cut off inside it)'],
  },
  {
    what: 'a cut zstd around a tar',
    bytes: () => {
      const big = tar({ name: 'pad', data: Buffer.alloc(300_000, 'pad pad\n') }, LOG);
      const whole = zstd(big);
      return whole.subarray(0, whole.length - 1000);
    },
    files: ['x: damaged (the zstd data is cut off)', 'x/pad: damaged (the archive is cut off inside it)'],
  },
  { what: 'what zstd packs for real', bytes: () => ZSTD_PANICS, files: ['x: read'] },
  { what: 'nothing but the end of a tar', bytes: () => TAR_END, files: ['x: passed-over (nothing but NUL bytes)'] },
];

/** All of them, by what they are about. */
export const ARCHIVE_CASES: readonly (readonly [about: string, cases: readonly ArchiveCase[]])[] = [
  ['names', NAMES],
  ['links and devices', LINKS],
  ['headers of tar', HEADERS],
  ['zip archives', ZIPS],
  ['bombs and depth', BOMBS],
];
